package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a command is given by whoever runs it.
 *
 * @param in the standard input
 * @param out the standard output
 * @param err the standard error
 * @param clock what ages are counted from, and in what zone times are shown
 * @param isScreen whether a person looks at the standard output
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Clock clock, boolean isScreen) {
  /** Returns whether a person looks at this process's standard output, as far as Linux tells. */
  static boolean hasScreen() {
    try {
      Path out = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
      return out.startsWith("/dev/pts") || out.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Prints an error, after all that was printed before. */
  void fail(String message) {
    out.flush();
    err.println(message);
  }

  /** Refuses to print what is no text to a person. */
  void refuseScreen() {
    if (isScreen) {
      throw new CommandFailure(
          "cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
  }
}
