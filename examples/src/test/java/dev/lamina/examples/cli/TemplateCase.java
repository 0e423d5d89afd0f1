package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A template and what a real command line said to it.
 *
 * @param template the template
 * @param output what it printed, or nothing if it failed
 * @param message what it complained of, or nothing
 */
record TemplateCase(String template, String output, String message) {
  private static final String OUTPUT = "  = ";
  private static final String MESSAGE = "  ! ";

  /** Reads a resource: templates, each followed by lines of output or a message. */
  static List<TemplateCase> read(String name) {
    List<TemplateCase> cases = new ArrayList<>();
    for (String line : text(name).split("\n")) {
      if (line.startsWith(OUTPUT)) {
        TemplateCase last = cases.remove(cases.size() - 1);
        cases.add(
            new TemplateCase(
                last.template, last.output + line.substring(OUTPUT.length()) + "\n", ""));
      } else if (line.startsWith(MESSAGE)) {
        TemplateCase last = cases.remove(cases.size() - 1);
        cases.add(new TemplateCase(last.template, "", line.substring(MESSAGE.length())));
      } else {
        cases.add(new TemplateCase(line, "", ""));
      }
    }
    return cases;
  }

  private static String text(String name) {
    try (InputStream in =
        TemplateCase.class.getResourceAsStream("/dev/lamina/examples/templates/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return template;
  }
}
