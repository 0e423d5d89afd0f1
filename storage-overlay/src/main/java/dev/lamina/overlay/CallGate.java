package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Through what every system call passes that names a file, so that a test can let some go wrong.
 * Safe for use by several threads.
 */
@FunctionalInterface
interface CallGate {
  /** Lets all calls pass. */
  CallGate OPEN = (name, path, call) -> call.make();

  /** A call of the C library. */
  @FunctionalInterface
  interface Call {
    /** Makes it, and returns its answer. */
    int make();
  }

  /**
   * Makes a call.
   *
   * @param name what the call is named by in messages
   * @param path the file
   * @return its answer
   */
  int pass(String name, Path path, Call call) throws IOException;
}
