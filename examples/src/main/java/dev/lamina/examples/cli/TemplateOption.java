package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.Template;
import dev.lamina.examples.cli.template.TemplateException;

/** Reads a {@code --format} that is no list's. */
final class TemplateOption {
  private TemplateOption() {}

  /**
   * Returns the template that an option says.
   *
   * @throws TemplateException if it says none
   */
  static Template parse(String option) {
    return Template.parse("", text(option));
  }

  /** Returns the text of the template that an option says. */
  static String text(String option) {
    return option.equals("json") ? "{{json .}}" : option;
  }
}
