package dev.lamina.internal.compress;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked pieces of packed streams, up to a number of bytes; the least used go first. One for all
 * readers of a store. Safe for use by several threads: those that want the same piece unpack it
 * once.
 */
public final class SpanCache {
  private static final long DEFAULT_BYTES = 32 << 20;
  private static final int DEFAULT_SHARE_OF_MEMORY = 8;
  private static final int LARGEST_PIECE = 4 << 20;
  private static final int SMALLEST_PIECE = 1 << 16;
  private static final int OVERHEAD = 128;
  private static final int CURSORS = 4;
  private static final byte[] FAILED = {};

  private final Cache<Piece, byte[]> pieces;
  private final ConcurrentMap<Piece, CompletableFuture<byte[]>> loading = new ConcurrentHashMap<>();
  private final Cache<Cursor, InputStream> cursors =
      CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(CURSORS).build();
  private final int pieceBytes;

  /** Makes a cache of the usual size: 32 MiB, or an eighth of the memory if that is less. */
  public SpanCache() {
    this(Math.min(DEFAULT_BYTES, Runtime.getRuntime().maxMemory() / DEFAULT_SHARE_OF_MEMORY));
  }

  /** Makes a cache that holds up to a number of bytes. */
  public SpanCache(long maximumBytes) {
    // One segment: Guava divides the bytes among them, and a piece must fit into its own.
    this.pieces =
        CacheBuilder.newBuilder()
            .concurrencyLevel(1)
            .maximumWeight(maximumBytes)
            .weigher((Piece piece, byte[] bytes) -> bytes.length + OVERHEAD)
            .build();
    this.pieceBytes =
        (int) Math.min(Math.max(maximumBytes / 2 - OVERHEAD, SMALLEST_PIECE), LARGEST_PIECE);
  }

  /** Returns the length of the longest pieces: no span is ever in memory as a whole. */
  int pieceBytes() {
    return pieceBytes;
  }

  /** Returns how many bytes the cache holds. */
  public long bytes() {
    return pieces.asMap().values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  /**
   * Returns a piece, which is loaded if it is not there. Nobody waits for another's failure: who
   * waited in vain loads the piece by itself.
   */
  byte[] get(Piece piece, Loader loader) throws IOException {
    while (true) {
      byte[] present = pieces.getIfPresent(piece);
      if (present != null) {
        return present;
      }
      CompletableFuture<byte[]> own = new CompletableFuture<>();
      CompletableFuture<byte[]> other = loading.putIfAbsent(piece, own);
      if (other == null) {
        return load(piece, loader, own);
      }
      byte[] loaded = other.join();
      if (loaded != FAILED) {
        return loaded;
      }
    }
  }

  private byte[] load(Piece piece, Loader loader, CompletableFuture<byte[]> own)
      throws IOException {
    byte[] bytes = FAILED;
    try {
      // Another may have loaded it since the look into the cache.
      byte[] present = pieces.getIfPresent(piece);
      bytes = present != null ? present : loader.load();
      pieces.put(piece, bytes);
      return bytes;
    } finally {
      loading.remove(piece, own);
      own.complete(bytes);
    }
  }

  /** Takes the stream that goes on at an offset, if there is one: it is the caller's then. */
  @Nullable InputStream takeCursor(Cursor cursor) {
    return cursors.asMap().remove(cursor);
  }

  void keepCursor(Cursor cursor, InputStream stream) {
    cursors.put(cursor, stream);
  }

  /**
   * A piece of an unpacked stream.
   *
   * @param content what the stream is, the same for all readers of the same bytes
   */
  record Piece(Object content, long offset, int length) {}

  /** A stream that was left in the middle of a long span. */
  record Cursor(SpanReader reader, long offset) {}

  /** Unpacks a piece. */
  @FunctionalInterface
  interface Loader {
    byte[] load() throws IOException;
  }
}
