package dev.lamina.examples.cli.template;

import java.nio.charset.StandardCharsets;

/** A template's name and text, to say where something is. */
record Source(String name, String text) {
  /** Returns a failure at a node. */
  TemplateException failure(Node node, String message) {
    String before = text.substring(0, node.pos());
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    String inLine = before.substring(before.lastIndexOf('\n') + 1);
    int column = inLine.getBytes(StandardCharsets.UTF_8).length;
    return new TemplateException(
        String.format(
            "template: %s:%d:%d: executing %s at <%s>: %s",
            name, line, column, Quoting.quote(name), node, message));
  }
}
