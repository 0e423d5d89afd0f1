package dev.lamina.internal.catalog;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;

/** A line with changes, which may be decoded while lines before it are applied. */
final class ChangesLine {
  private final long start;
  private final byte[] json;
  private final AtomicBoolean isBegun = new AtomicBoolean();
  private final CompletableFuture<List<Change>> changes = new CompletableFuture<>();

  ChangesLine(long start, byte[] json) {
    this.start = start;
    this.json = json;
  }

  /** Returns where the line begins in the file. */
  long start() {
    return start;
  }

  /** Has the line decoded by another thread, if one is free before this one needs it. */
  void decodeAhead() {
    ForkJoinPool.commonPool().execute(this::decode);
  }

  /**
   * Returns the changes.
   *
   * @throws IllegalArgumentException if they are none
   */
  List<Change> changes() {
    decode();
    try {
      return changes.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException noChanges) {
        throw noChanges;
      }
      throw e;
    }
  }

  private void decode() {
    if (isBegun.compareAndSet(false, true)) {
      try {
        changes.complete(CatalogCodec.decodeChanges(json));
      } catch (Throwable e) {
        changes.completeExceptionally(e); // Whoever waits must not wait for ever.
      }
    }
  }
}
