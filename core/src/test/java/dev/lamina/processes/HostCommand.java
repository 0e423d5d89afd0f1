package dev.lamina.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Runs a program of this machine. */
final class HostCommand {
  private HostCommand() {}

  /**
   * Runs a program to its end.
   *
   * @return what it has printed
   * @throws IOException if it says that it has failed
   */
  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status + ": " + said);
    }
    return said;
  }

  /** Runs a program, and returns whether it says that it has succeeded. */
  static boolean works(String... command) {
    try {
      String unused = run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
