package dev.lamina.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a process receive its first layer alone for a while. What runs for every byte is not
 * compiled yet: other layers beside it would take cores from the compiler, to run slowly what it
 * makes fast. Safe for use by several threads.
 */
final class WarmUp {
  /** How many bytes of blobs are received until what runs for each of them is compiled. */
  private static final long ENOUGH = 16 << 20;

  private static final AtomicLong RECEIVED = new AtomicLong();

  private final CountDownLatch over = new CountDownLatch(RECEIVED.get() < ENOUGH ? 1 : 0);

  /** Notes that more was received. */
  void received(long bytes) {
    if (RECEIVED.addAndGet(bytes) >= ENOUGH) {
      over.countDown();
    }
  }

  /** Says that the first layer has ended, however. */
  void end() {
    over.countDown();
  }

  /** Waits until others can be received beside the first layer. */
  void await() throws InterruptedException {
    over.await();
  }
}
