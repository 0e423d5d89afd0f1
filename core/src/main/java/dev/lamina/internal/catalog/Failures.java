package dev.lamina.internal.catalog;

import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Turns errors of files into those of the store. */
final class Failures {
  private Failures() {}

  /** Returns what to throw, with a message that begins with what failed. */
  static ImageStoreException of(String what, Exception cause) {
    if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedException) {
      OperationCancelledException cancelled =
          new OperationCancelledException(what + ": the thread was interrupted");
      cancelled.initCause(cause);
      return cancelled;
    }
    return new ImageStoreException(what + ": " + file(what, cause) + reason(cause), cause);
  }

  /** Returns the file, if that is not what failed. */
  private static String file(String what, Exception cause) {
    return cause instanceof FileSystemException e
            && e.getFile() != null
            && !what.contains(e.getFile())
        ? e.getFile() + ": "
        : "";
  }

  /** Returns whether the disk is full, or the user has no right to more of it. */
  static boolean isFull(IOException cause) {
    String reason = reason(cause);
    return reason.contains("No space left")
        || reason.contains("quota exceeded")
        || reason.contains("not enough space");
  }

  /** Returns why a file operation failed, without the file's name. */
  static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof NoSuchFileException) {
      return "no such file";
    } else if (cause instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    } else if (cause instanceof IOException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }
}
