package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.internal.compress.SpanCache.Loader;
import dev.lamina.internal.compress.SpanCache.Piece;
import dev.lamina.internal.compress.SpanCache.Span;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that want the same piece share the work, but not its failure. */
@Timeout(60)
final class SpanCacheTest {
  private static final Piece PIECE = new Piece(new Span("layer", 0, 3), 0);

  private final SpanCache cache = new SpanCache(1 << 20);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void get_whileAnotherLoads_waitsForIt() throws Exception {
    byte[] bytes = {1, 2, 3};
    FutureTask<byte[]> first = start(() -> held(bytes));
    begun.await();
    FutureTask<byte[]> second = startAndWait(() -> new byte[] {9});

    released.countDown();

    assertThat(first.get()).isSameAs(bytes);
    assertThat(second.get()).isSameAs(bytes);
    assertThat(cache.bytes()).isEqualTo(3);
  }

  @Test
  void get_whileAnotherFails_loadsByItself() throws Exception {
    byte[] bytes = {1, 2, 3};
    IOException failure = new IOException("interrupted");
    FutureTask<byte[]> first =
        start(
            () -> {
              byte[] unused = held(bytes);
              throw failure;
            });
    begun.await();
    FutureTask<byte[]> second = startAndWait(() -> bytes);

    released.countDown();

    assertThatThrownBy(first::get).hasCause(failure);
    assertThat(second.get()).isSameAs(bytes);
  }

  @Test
  void get_otherSpanWhileOneLoads_doesNotWait() throws Exception {
    FutureTask<byte[]> first = start(() -> held(new byte[3]));
    begun.await();

    byte[] other = cache.get(new Piece(new Span("other layer", 0, 3), 0), () -> new byte[] {4});

    assertThat(other).containsExactly(4);
    released.countDown();
    assertThat(first.get()).hasSize(3);
  }

  private byte[] held(byte[] bytes) throws IOException {
    begun.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return bytes;
  }

  private FutureTask<byte[]> start(Loader loader) {
    FutureTask<byte[]> task = new FutureTask<>(() -> cache.get(PIECE, loader));
    new Thread(task).start();
    return task;
  }

  /** Returns when the thread waits, or is done. */
  private FutureTask<byte[]> startAndWait(Loader loader) {
    FutureTask<byte[]> task = new FutureTask<>(() -> cache.get(PIECE, loader));
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.WAITING && !task.isDone()) {
      Thread.onSpinWait();
    }
    return task;
  }
}
