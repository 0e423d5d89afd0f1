package dev.lamina.engine;

import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileSystemException;

/** Tells a failed operation of the file system in the words of the library. */
final class Failures {
  private Failures() {}

  /** Returns the exception for what could not be done, and why. */
  static ImageStoreException of(String what, IOException cause) {
    if (cause instanceof InterruptedIOException
        || cause instanceof ClosedByInterruptException
        || cause instanceof FileLockInterruptionException) {
      return new OperationCancelledException(what + ": interrupted");
    }
    return new ImageStoreException(what + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof FileSystemException
        ? cause.getClass().getSimpleName() + " " + message
        : message;
  }
}
