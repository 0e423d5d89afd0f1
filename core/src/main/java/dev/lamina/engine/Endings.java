package dev.lamina.engine;

import dev.lamina.MountInUseException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is to be done in the end, the last first; all of it, whatever fails. */
final class Endings implements Closeable {
  private final Deque<Ending> endings = new ArrayDeque<>();

  /** Something to be done in the end. */
  @FunctionalInterface
  interface Ending {
    void end() throws IOException;
  }

  void add(Ending ending) {
    endings.push(ending);
  }

  /** Does what is to be done after a failure, which is told what fails now. */
  void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Does what is to be done; nothing if it was done already.
   *
   * @throws MountInUseException if something is still in use: that, and what comes after it, is to
   *     be done later
   */
  @Override
  public void close() throws IOException {
    @Nullable Exception failure = null;
    while (!endings.isEmpty()) {
      Ending ending = endings.pop();
      try {
        ending.end();
      } catch (MountInUseException e) {
        endings.push(ending);
        throw e;
      } catch (IOException | RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    rethrow(failure);
  }

  private static void rethrow(@Nullable Exception failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
  }
}
