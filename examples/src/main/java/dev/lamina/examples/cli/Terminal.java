package dev.lamina.examples.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;

/**
 * What a command is given by whoever runs it.
 *
 * @param in the standard input
 * @param out the standard output
 * @param err the standard error
 * @param clock what ages are counted from
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Clock clock) {
  /** Prints an error, after all that was printed before. */
  void fail(String message) {
    out.flush();
    err.println(message);
  }
}
