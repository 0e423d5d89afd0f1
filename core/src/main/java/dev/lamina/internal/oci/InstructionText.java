package dev.lamina.internal.oci;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Finds the instructions in a text: without comments, what a backslash continues in one line. */
final class InstructionText {
  private static final int MAX_LINE = 65535;

  private InstructionText() {}

  static List<String> lines(String text) {
    Iterator<String> lines = List.of(text.split("\n", -1)).iterator();
    List<String> instructions = new ArrayList<>();
    while (lines.hasNext()) {
      String line = GoText.stripLeading(next(lines));
      if (saysSomething(line)) {
        instructions.add(joined(line, lines));
      }
    }
    return instructions;
  }

  private static String joined(String first, Iterator<String> rest) {
    StringBuilder joined = new StringBuilder();
    boolean continued = append(joined, first);
    while (continued && rest.hasNext()) {
      String line = next(rest);
      if (saysSomething(line)) {
        continued = append(joined, line);
      }
    }
    return joined.toString();
  }

  private static String next(Iterator<String> lines) {
    String line = lines.next();
    if (line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE) {
      throw new IllegalArgumentException(
          "dockerfile line greater than maximum allowed size of " + MAX_LINE);
    }
    return withoutTrailing("\r", line);
  }

  private static boolean saysSomething(String line) {
    String content = GoText.stripLeading(line);
    return !content.isEmpty() && content.charAt(0) != '#';
  }

  /** Returns true if the next line belongs to the same instruction. */
  private static boolean append(StringBuilder joined, String line) {
    String content = withoutTrailing(" \t", line);
    boolean continued = content.endsWith("\\");
    joined.append(continued ? content.substring(0, content.length() - 1) : line);
    return continued;
  }

  private static String withoutTrailing(String characters, String line) {
    int end = line.length();
    while (end > 0 && characters.indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return line.substring(0, end);
  }
}
