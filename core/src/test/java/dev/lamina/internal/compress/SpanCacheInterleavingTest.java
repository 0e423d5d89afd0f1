package dev.lamina.internal.compress;

import java.io.IOException;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Threads that want the same pieces of a {@link SpanCache} too small for all, in every order of
 * their steps that Lincheck finds: who asks gets his piece, or his own failure, and nobody waits
 * for ever. The cache is what threads share without a lock around all of it.
 */
@Param(name = "piece", gen = IntGen.class, conf = "1:2")
public class SpanCacheInterleavingTest {
  private static final int PIECE_BYTES = 2;
  private static final int CACHE_BYTES = 200; // one piece

  private final SpanCache cache = new SpanCache(CACHE_BYTES);

  /** Asks for a piece. */
  @Operation
  public int get(@Param(name = "piece") int piece) throws IOException {
    return cache.get(piece(piece), () -> content(piece))[0];
  }

  /** Asks for a piece that cannot be unpacked, unless somebody else has. */
  @Operation
  public boolean fail(@Param(name = "piece") int piece) {
    try {
      return cache.get(piece(piece), SpanCacheInterleavingTest::refuse)[0] == piece;
    } catch (IOException e) {
      return true;
    }
  }

  private static SpanCache.Piece piece(int number) {
    return new SpanCache.Piece(new SpanCache.Span("content", 0, 2 * PIECE_BYTES), number);
  }

  private static byte[] content(int number) {
    return new byte[] {(byte) number, 0};
  }

  private static byte[] refuse() throws IOException {
    throw new IOException("cannot be unpacked");
  }

  @Test
  void pieces_askedForAtOnce_areWhatOneThreadWouldGet() {
    new ModelCheckingOptions()
        .iterations(5)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsPerThread(3)
        .check(getClass());
  }
}
