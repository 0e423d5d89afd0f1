package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what was found by an inspection, and prints it as {@code --format} says. */
final class Inspected {
  private final @Nullable InspectFormat format;
  private final List<String> objects = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder();

  /**
   * Makes a collection.
   *
   * @param option {@code json} or a template; if empty, all is printed as JSON
   * @throws TemplateException if the template is none
   */
  Inspected(String option) {
    this.format = option.isEmpty() ? null : new InspectFormat(TemplateOption.text(option));
  }

  /**
   * Adds what was found.
   *
   * @param json a JSON object, indented by four
   * @throws TemplateException if the template does not go with it
   */
  void add(String json) {
    if (format == null) {
      objects.add(json.indent(4).stripTrailing());
    } else {
      Object bare = JsonReader.read(json);
      lines.append(format.print(InspectedValue.of(bare), bare)).append('\n');
    }
  }

  /** Returns what to print. */
  String text() {
    if (format != null) {
      return lines.isEmpty() ? "\n" : lines.toString();
    }
    return objects.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", objects) + "\n]\n";
  }
}
