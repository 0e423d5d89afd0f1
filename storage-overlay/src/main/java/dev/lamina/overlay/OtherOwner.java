package dev.lamina.overlay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Does something as a user who is to own the files that it makes. */
final class OtherOwner {
  private static final Lock LOCK = new ReentrantLock();

  private OtherOwner() {}

  /** What is to be done. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Does something as a user, with all privileges of this process; one at a time. */
  static void run(long uid, long gid, Work work) throws IOException {
    LOCK.lock();
    try {
      int dumpable = PosixOwners.dumpable();
      try {
        inThread(
            () -> {
              PosixOwners.makeFilesAs(uid, gid);
              work.run();
            });
      } finally {
        PosixOwners.setDumpable(dumpable);
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** A thread of its own: when it has ended, nobody is that user any more. */
  private static void inThread(Work work) throws IOException {
    try {
      CompletableFuture.runAsync(
              () -> unchecked(work), runnable -> new Thread(runnable, "lamina-mount").start())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw e;
    }
  }

  private static void unchecked(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
