package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The packing of one block, once: by an executor's thread, or by who waits for it. */
final class BlockRun implements Runnable {
  private final Block block;
  private final boolean last;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Throwable failure;

  BlockRun(Block block, boolean last) {
    this.block = block;
    this.last = last;
  }

  Block block() {
    return block;
  }

  @Override
  public void run() {
    if (taken.compareAndSet(false, true)) {
      try {
        block.pack(last);
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        done.countDown();
      }
    }
  }

  /** Writes what the block is packed to. When no thread has begun with it, this one packs it. */
  void writeTo(OutputStream target) throws IOException {
    run();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (failure != null) {
      throw new IOException("cannot pack the stream: " + failure, failure);
    }
    block.writeTo(target);
  }

  /** Waits until no thread works at the block any more, and frees it. */
  void abandon() {
    if (!taken.compareAndSet(false, true)) {
      awaitDone();
    }
    block.free();
  }

  private void awaitDone() {
    boolean interrupted = false;
    while (done.getCount() > 0) {
      try {
        done.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
