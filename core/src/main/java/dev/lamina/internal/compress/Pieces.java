package dev.lamina.internal.compress;

import dev.lamina.internal.compress.SpanCache.Piece;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked pieces, up to a number of bytes. When there is no room, those go that came first, but
 * those that somebody has asked for since they came, or were last spared, are spared once (the
 * algorithm CLOCK). So who asks changes nothing that others change, and takes no lock. Safe for use
 * by several threads.
 */
final class Pieces {
  private static final int OVERHEAD = 128;

  private final long mostBytes;
  private final ConcurrentMap<Piece, Kept> kept = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Kept> byAge = new ArrayDeque<>();
  private long takenBytes;

  Pieces(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  private static final class Kept {
    final Piece piece;
    final byte[] bytes;
    volatile boolean isAskedFor;

    Kept(Piece piece, byte[] bytes) {
      this.piece = piece;
      this.bytes = bytes;
    }

    byte[] ask() {
      if (!isAskedFor) { // Most often it is: what all only read stays in every core's cache.
        isAskedFor = true;
      }
      return bytes;
    }
  }

  /** Returns the length of the longest piece of which two can be kept. */
  static long longestOfTwo(long mostBytes) {
    return mostBytes / 2 - OVERHEAD;
  }

  private static long taken(byte[] bytes) {
    return (long) bytes.length + OVERHEAD;
  }

  /** Returns a piece, if it is kept. */
  byte @Nullable [] get(Piece piece) {
    Kept found = kept.get(piece);
    return found == null ? null : found.ask();
  }

  /** Keeps a piece, unless it is kept already or longer than all room there is. */
  void put(Piece piece, byte[] bytes) {
    lock.lock();
    try {
      if (taken(bytes) <= mostBytes && !kept.containsKey(piece)) {
        makeRoom(mostBytes - taken(bytes));
        Kept added = new Kept(piece, bytes);
        kept.put(piece, added);
        byAge.add(added);
        takenBytes += taken(bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(long mostTaken) {
    int chances = byAge.size(); // Not more, however quick those are that ask.
    while (takenBytes > mostTaken) {
      Kept first = byAge.remove();
      if (first.isAskedFor && chances-- > 0) {
        first.isAskedFor = false;
        byAge.add(first);
      } else {
        kept.remove(first.piece);
        takenBytes -= taken(first.bytes);
      }
    }
  }

  /** Returns how many bytes the pieces have. */
  long bytes() {
    return kept.values().stream().mapToLong(piece -> piece.bytes.length).sum();
  }
}
