package dev.lamina.examples.cli;


import dev.lamina.examples.cli.template.Template;
import dev.lamina.examples.cli.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what was found by an inspection, and prints it as {@code --format} says. */
final class Inspected {
  private final @Nullable Template template;
  private final List<String> objects = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder();

  /**
   * Makes a collection.
   *
   * @param format {@code json} or a template; if empty, all is printed as JSON
   */
  Inspected(String format) {
    this.template = format.isEmpty() ? null : Rows.template(format);
  }

  /**
   * Adds what was found.
   *
   * @param json a JSON object, indented by four
   * @throws TemplateException if the template does not go with it
   */
  void add(String json) {
    if (template == null) {
      objects.add(json.indent(4).stripTrailing());
    } else {
      lines.append(line(template, JsonReader.read(json))).append('\n');
    }
  }

  /** What engines' types do not have, the bare JSON may. */
  private static StringBuilder line(Template template, @Nullable Object json) {
    StringBuilder line = new StringBuilder();
    try {
      template.execute(InspectedValue.of(json), line);
      return line;
    } catch (TemplateException e) {
      StringBuilder bare = new StringBuilder();
      template.strict().execute(json, bare);
      return bare;
    }
  }

  /** Returns what to print. */
  String text() {
    if (template != null) {
      return lines.isEmpty() ? "\n" : lines.toString();
    }
    return objects.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", objects) + "\n]\n";
  }
}
