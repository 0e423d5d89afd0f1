package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command that a real engine was given, and what it answered. */
record GoldenStep(String command, String stdout, String stderr, int exit, boolean isByExitAlone) {
  /** Reads the steps of a recording. */
  static List<GoldenStep> of(String name) {
    List<GoldenStep> steps = new ArrayList<>();
    String first = "";
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    for (String line : text(name + ".txt").lines().toList()) {
      String rest = line.substring(Math.min(2, line.length()));
      if (line.startsWith("$ ") || line.startsWith("~ ")) {
        first = line;
        out.setLength(0);
        err.setLength(0);
      } else if (line.startsWith("? ")) {
        String command = first.substring("$ ".length());
        int exit = Integer.parseInt(rest);
        boolean byExit = first.startsWith("~");
        steps.add(new GoldenStep(command, out.toString(), err.toString(), exit, byExit));
      } else if (line.startsWith("! ")) {
        err.append(rest).append('\n');
      } else {
        out.append(line).append('\n');
      }
    }
    return steps;
  }

  /** Returns a file of the recordings as text. */
  static String text(String file) {
    String resource = "/dev/lamina/examples/golden/" + file;
    try (InputStream in = GoldenStep.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }
}
