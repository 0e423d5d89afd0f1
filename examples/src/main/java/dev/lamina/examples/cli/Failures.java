package dev.lamina.examples.cli;

import dev.lamina.ImageStoreException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** Tells a person what went wrong. */
final class Failures {
  private Failures() {}

  /**
   * Returns what to print for a failure.
   *
   * @throws Exception the failure itself, if it is an error of the program
   */
  static String message(Exception failure) throws Exception {
    if (failure instanceof UncheckedIOException e && e.getCause() != null) {
      return message(e.getCause());
    }
    if (failure instanceof FileSystemException e) {
      return ByteNames.escape(String.valueOf(e.getFile())) + ": " + reason(e);
    }
    if (isExpected(failure)) {
      return String.valueOf(failure.getMessage());
    }
    throw failure;
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof ImageStoreException
        || failure instanceof InvalidReferenceException
        || failure instanceof InvalidPathException
        || failure instanceof IOException;
  }

  private static String reason(FileSystemException failure) {
    String reason = failure.getReason();
    if (reason != null) {
      return reason;
    }
    if (failure instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    return failure instanceof AccessDeniedException
        ? "Permission denied"
        : failure.getClass().getSimpleName();
  }
}
