package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.Template;
import dev.lamina.examples.cli.template.TemplateException;

/** How one thing after the other is inspected by a template; not for two threads. */
final class InspectFormat {
  private Template template;

  /**
   * Makes a format.
   *
   * @param text the template, as it is: an engine's {@code inspect} spells out no tabs
   * @throws TemplateException if the text is no template; commands put {@code template parsing
   *     error: } before the message
   */
  InspectFormat(String text) {
    template = Template.parse("", text);
  }

  /**
   * Returns what the template makes of a thing, without a line end.
   *
   * @param typed the thing with Go's types
   * @param raw the thing as its JSON has it, looked at where the template does not go with the
   *     types
   * @throws TemplateException if the template does not go with the JSON either
   */
  String print(Object typed, Object raw) {
    try {
      StringBuilder out = new StringBuilder();
      template.execute(typed, out);
      return out.toString();
    } catch (TemplateException e) {
      // An engine stays strict for all that comes.
      template = template.strict();
    }
    StringBuilder out = new StringBuilder();
    template.execute(raw, out);
    return out.toString();
  }
}
