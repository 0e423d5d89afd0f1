package dev.lamina.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks a person whether to go on. */
final class Prompt {
  private Prompt() {}

  /** Prints a warning and a question, and returns whether the answer is yes. */
  static boolean confirms(Terminal terminal, String warning) throws IOException {
    terminal.out().print(warning + "\nAre you sure you want to continue? [y/N] ");
    terminal.out().flush();
    String answer = line(terminal).strip();
    return answer.equalsIgnoreCase("y");
  }

  /** Reads no more than the line: what follows is not the question's. */
  private static String line(Terminal terminal) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = terminal.in().read();
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = terminal.in().read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
