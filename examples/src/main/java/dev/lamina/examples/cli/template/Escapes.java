package dev.lamina.examples.cli.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntFunction;

/** Texts made safe for where they go. */
final class Escapes {
  private Escapes() {}

  static String html(String text) {
    return escape(
        text,
        c ->
            switch (c) {
              case 0 -> "\ufffd";
              case '"' -> "&#34;";
              case '\'' -> "&#39;";
              case '&' -> "&amp;";
              case '<' -> "&lt;";
              case '>' -> "&gt;";
              default -> Character.toString(c);
            });
  }

  static String javaScript(String text) {
    return escape(
        text,
        c ->
            switch (c) {
              case '\\', '\'', '"' -> "\\" + Character.toString(c);
              case '<', '>', '&', '=' -> unicode(c);
              default -> Quoting.isPrintable(c) ? Character.toString(c) : unicode(c);
            });
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  private static String unicode(int c) {
    return String.format(Locale.ROOT, "\\u%04X", c);
  }

  private static String escape(String text, IntFunction<String> escape) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(escape.apply(c)));
    return out.toString();
  }
}
