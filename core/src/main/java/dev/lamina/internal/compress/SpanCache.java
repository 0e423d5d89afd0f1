package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked pieces of packed streams, up to a number of bytes; the least used go first. One for all
 * readers of a store. Safe for use by several threads: of those that want pieces of the same span,
 * one unpacks at a time, as the others are likely to find theirs on its way.
 */
public final class SpanCache {
  private static final long DEFAULT_BYTES = 32 << 20;
  private static final int DEFAULT_SHARE_OF_MEMORY = 8;
  private static final int LARGEST_PIECE = 1 << 17;
  private static final int SMALLEST_PIECE = 1 << 16;
  private static final int SHARE_ON_THE_WAY = 4;

  /** A decoder of gzip takes 200 KiB, one of zstd the length of its span or 8 MiB. */
  private static final int BYTES_FOR_A_CURSOR = 4 << 20;

  private final Pieces pieces;
  private final ConcurrentMap<Span, CompletableFuture<Void>> unpacking = new ConcurrentHashMap<>();
  private final ReentrantLock cursorsLock = new ReentrantLock();
  private final List<Cursor> cursors = new ArrayList<>();
  private final int mostCursors;
  private final int pieceBytes;
  private final long keptOnTheWay;

  /** Makes a cache of the usual size: 32 MiB, or an eighth of the memory if that is less. */
  public SpanCache() {
    this(Math.min(DEFAULT_BYTES, Runtime.getRuntime().maxMemory() / DEFAULT_SHARE_OF_MEMORY));
  }

  /** Makes a cache that holds up to a number of bytes. */
  public SpanCache(long maximumBytes) {
    this.pieces = new Pieces(maximumBytes);
    this.pieceBytes =
        (int) Math.min(Math.max(Pieces.longestOfTwo(maximumBytes), SMALLEST_PIECE), LARGEST_PIECE);
    this.keptOnTheWay = maximumBytes / SHARE_ON_THE_WAY / pieceBytes * pieceBytes;
    this.mostCursors = (int) Math.max(maximumBytes / BYTES_FOR_A_CURSOR, 1);
  }

  /** Returns the length of all pieces but the last of a span: spans can be longer than memory. */
  int pieceBytes() {
    return pieceBytes;
  }

  int length(Piece piece) {
    return (int) Math.min(piece.span.end - piece.offset, pieceBytes);
  }

  /** Returns how many of the bytes before a piece are worth keeping, if they are unpacked. */
  long keptOnTheWay() {
    return keptOnTheWay;
  }

  /** Returns how many bytes the cache holds. */
  public long bytes() {
    return pieces.bytes();
  }

  /**
   * Returns a piece, which is loaded if it is not there. Nobody waits for another's failure: who
   * waited in vain loads the piece by itself.
   */
  byte[] get(Piece piece, Loader loader) throws IOException {
    while (true) {
      byte[] present = pieces.get(piece);
      if (present != null) {
        return present;
      }
      CompletableFuture<Void> own = new CompletableFuture<>();
      CompletableFuture<Void> other = unpacking.putIfAbsent(piece.span, own);
      if (other == null) {
        return load(piece, loader, own);
      }
      Void unused = other.join();
    }
  }

  private byte[] load(Piece piece, Loader loader, CompletableFuture<Void> own) throws IOException {
    try {
      // Another may have loaded it since the look into the cache.
      byte[] present = pieces.get(piece);
      if (present != null) {
        return present;
      }
      byte[] loaded = loader.load();
      pieces.put(piece, loaded);
      return loaded;
    } finally {
      unpacking.remove(piece.span, own);
      own.complete(null);
    }
  }

  /** Keeps a piece that was unpacked on the way to another. */
  void put(Piece piece, byte[] bytes) {
    pieces.put(piece, bytes);
  }

  /** Takes the nearest stream that leads to an offset, if there is one: it is the caller's then. */
  @Nullable Cursor takeCursor(SpanReader reader, Span span, long offset) {
    cursorsLock.lock();
    try {
      Cursor nearest = null;
      for (Cursor cursor : cursors) {
        if (cursor.reader == reader
            && cursor.offset <= offset
            && cursor.offset >= (nearest == null ? span.start : nearest.offset)) {
          nearest = cursor;
        }
      }
      cursors.remove(nearest);
      return nearest;
    } finally {
      cursorsLock.unlock();
    }
  }

  void keepCursor(Cursor cursor) {
    cursorsLock.lock();
    try {
      if (cursors.size() == mostCursors) {
        cursors.remove(0);
      }
      cursors.add(cursor);
    } finally {
      cursorsLock.unlock();
    }
  }

  /**
   * What is unpacked from one start.
   *
   * @param content what the stream is, the same for all readers of the same bytes
   */
  record Span(Object content, long start, long end) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Span span
          && start == span.start
          && end == span.end
          && content.equals(span.content);
    }

    @Override
    public int hashCode() {
      return 31 * content.hashCode() + Long.hashCode(start);
    }
  }

  /** Where a part of a span begins that is kept as a whole. */
  record Piece(Span span, long offset) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Piece piece && offset == piece.offset && span.equals(piece.span);
    }

    @Override
    public int hashCode() {
      return 31 * span.hashCode() + Long.hashCode(offset);
    }
  }

  /** A stream that was left in the middle of a span, at an offset. */
  record Cursor(SpanReader reader, InputStream stream, long offset) {}

  /** Unpacks a piece. */
  @FunctionalInterface
  interface Loader {
    byte[] load() throws IOException;
  }
}
