package dev.lamina.internal.compress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Unpacks raw deflate streams (RFC 1951), chunk by chunk, and says where each block begins; can
 * begin at any block, given the bytes before it. Takes memory for one window and one chunk.
 *
 * <p>It refuses what zlib refuses: so what it accepts, other tools read to the same bytes.
 */
final class InflateDecoder {
  /** How far back a match may reach. */
  static final int WINDOW = 1 << 15;

  /** More than a turn of the inner loop writes: five bytes, a match of 258 and a word's rest. */
  private static final int SLACK = 300;

  private static final int LITERAL_MASK = (1 << InflateCodes.LITERAL_BITS) - 1;
  private static final int DISTANCE_MASK = (1 << InflateCodes.DISTANCE_BITS) - 1;

  private final PackedInput in;
  private final BlockListener listener;
  private final InflateCodes codes;
  private final byte[] out;
  private final int full;

  /** Where the newest chunk begins in the buffer. */
  private int from = WINDOW;

  /** Where the newest chunk ends: the next byte's place. */
  private int to = WINDOW;

  /** Where the first byte is that a match may reach. */
  private int oldest = WINDOW;

  /** The unpacked offset of the buffer's first byte. */
  private long base = -WINDOW;

  /** Before this place, what matches reach is recorded; may be far before the buffer. */
  private int watched = -WINDOW;

  /** The last bytes before the watched place: those that were reached, the others are 0. */
  private byte[] reached = {};

  private int firstReached = WINDOW;

  private State state = State.ENDED;
  private boolean lastBlock;
  private int storedLeft;

  /**
   * Makes a decoder.
   *
   * @param chunk how many bytes are unpacked at a time, about
   */
  InflateDecoder(PackedInput in, int chunk, BlockListener listener) {
    this.in = in;
    this.listener = listener;
    this.codes = new InflateCodes(in);
    this.out = new byte[WINDOW + chunk + SLACK];
    this.full = WINDOW + chunk;
  }

  /**
   * Begins a stream at the input's next bit.
   *
   * @param window the bytes before it that matches may reach, at most {@link #WINDOW}
   * @param offset the unpacked offset of the stream's first byte
   */
  void start(ByteBuffer window, long offset) {
    oldest = WINDOW - window.remaining();
    window.get(out, oldest, window.remaining());
    from = WINDOW;
    to = WINDOW;
    base = offset - WINDOW;
    watched = -WINDOW;
    lastBlock = false;
    state = State.BLOCK;
  }

  /**
   * Unpacks the next chunk.
   *
   * @return its length; 0 at the end of the stream
   */
  int next() throws IOException {
    slide();
    while (to < full && state != State.ENDED) {
      switch (state) {
        case BLOCK -> beginBlock();
        case STORED -> copyStored();
        default -> decodeCodes();
      }
    }
    return to - from;
  }

  byte[] buffer() {
    return out;
  }

  /** Returns where in the buffer the newest chunk begins. */
  int chunkStart() {
    return from;
  }

  /** Returns how many bytes are before the next one of the stream. */
  long offset() {
    return base + to;
  }

  /** Returns the bytes before the next one that matches may reach, until more is unpacked. */
  ByteBuffer window() {
    int length = Math.min(WINDOW, to - oldest);
    return ByteBuffer.wrap(out, to - length, length).slice().asReadOnlyBuffer();
  }

  /**
   * Begins to record which of the bytes before the next one matches reach. After {@link #WINDOW}
   * more bytes, or at the end of the stream, that is known for all.
   */
  void watch() {
    reached = reached.length == 0 ? new byte[WINDOW] : reached;
    Arrays.fill(reached, firstReached, WINDOW, (byte) 0);
    firstReached = WINDOW;
    watched = to;
  }

  /**
   * Returns the bytes before the watched place from the first that was reached: the others are 0.
   * They are a window that the stream can go on with from there. Valid until the next watch.
   */
  ByteBuffer reachedWindow() {
    return ByteBuffer.wrap(reached, firstReached, WINDOW - firstReached).slice().asReadOnlyBuffer();
  }

  /** Records what a match reaches before the watched place; returns false if it may not. */
  private boolean reach(int source, int length) {
    if (source < oldest) {
      return false;
    }
    int place = WINDOW - (watched - source);
    System.arraycopy(out, source, reached, place, Math.min(length, WINDOW - place));
    firstReached = Math.min(firstReached, place);
    return true;
  }

  /** Moves the last window's bytes to the front, to make room for a chunk. */
  private void slide() {
    int shift = to - WINDOW;
    if (shift > 0) {
      System.arraycopy(out, shift, out, 0, WINDOW);
      oldest = Math.max(oldest - shift, 0);
      base += shift;
      watched = Math.max(watched - shift, -WINDOW);
    }
    from = WINDOW;
    to = WINDOW;
  }

  private void beginBlock() throws IOException {
    if (lastBlock) {
      state = State.ENDED;
      return;
    }
    listener.blockStart(in.bitPosition());
    lastBlock = in.take(1) != 0;
    switch (in.take(2)) {
      case 0 -> beginStored();
      case 1 -> {
        codes.useFixed();
        state = State.CODES;
      }
      case 2 -> {
        codes.read();
        state = State.CODES;
      }
      default -> throw in.damaged("invalid block type");
    }
    in.verify();
  }

  private void beginStored() throws IOException {
    in.alignToByte();
    int length = in.requireByte() | in.requireByte() << 8;
    int complement = in.requireByte() | in.requireByte() << 8;
    if (length != (complement ^ 0xffff)) {
      throw in.damaged("length of stored block does not match its complement");
    }
    storedLeft = length;
    state = State.STORED;
  }

  private void copyStored() throws IOException {
    while (storedLeft > 0 && to < full) {
      int n = in.copy(out, to, Math.min(storedLeft, full - to));
      to += n;
      storedLeft -= n;
    }
    if (storedLeft == 0) {
      state = State.BLOCK;
    }
  }

  /**
   * Decodes symbols until the chunk is full or the block ends. All state is in local variables, and
   * the bit count's high bits are rubbish meanwhile: shifts use only the low six.
   */
  private void decodeCodes() throws IOException {
    final int[] literals = codes.literals();
    final int[] distances = codes.distances();
    final byte[] out = this.out;
    final byte[] packed = in.buffer;
    final int full = this.full;
    // One test for both: too far, or only far enough to be recorded.
    final int near = Math.max(this.oldest, this.watched);
    int safe = in.safe;
    int at = in.at;
    long bits = in.bits;
    int count = in.count;
    int to = this.to;
    String damage = null;
    while (to < full) {
      if (at > safe) {
        in.at = at;
        in.fill();
        at = in.at;
        safe = in.safe;
      }
      bits |= (long) PackedInput.LONG.get(packed, at) << count;
      at += (~count >>> 3) & 7;
      count |= 56;
      int entry = literals[(int) bits & LITERAL_MASK];
      if (entry < 0) {
        // At least 56 bits: enough for five short codes.
        bits >>>= entry;
        count -= entry;
        out[to++] = (byte) (entry >>> 16);
        entry = literals[(int) bits & LITERAL_MASK];
        if (entry < 0) {
          bits >>>= entry;
          count -= entry;
          out[to++] = (byte) (entry >>> 16);
          entry = literals[(int) bits & LITERAL_MASK];
          if (entry < 0) {
            bits >>>= entry;
            count -= entry;
            out[to++] = (byte) (entry >>> 16);
            entry = literals[(int) bits & LITERAL_MASK];
            if (entry < 0) {
              bits >>>= entry;
              count -= entry;
              out[to++] = (byte) (entry >>> 16);
              continue;
            }
          }
        }
        bits |= (long) PackedInput.LONG.get(packed, at) << count;
        at += (~count >>> 3) & 7;
        count |= 56;
      }
      // A length and a distance with all their extra bits take at most 48 bits.
      if ((entry & InflateTable.SPECIAL) != 0) {
        if ((entry & InflateTable.LINK) != 0) {
          bits >>>= InflateCodes.LITERAL_BITS;
          count -= InflateCodes.LITERAL_BITS;
          entry = literals[(entry >>> 16) + ((int) bits & ((1 << (entry >>> 8)) - 1))];
          if (entry < 0) {
            bits >>>= entry;
            count -= entry;
            out[to++] = (byte) (entry >>> 16);
            continue;
          }
        }
        if ((entry & InflateTable.SPECIAL) != 0) {
          if ((entry & InflateTable.END) == 0) {
            damage = "invalid literal or length code";
          } else {
            bits >>>= entry;
            count -= entry;
            state = State.BLOCK;
          }
          break;
        }
      }
      int length = (entry >>> 16) + (int) ((bits & ((1L << entry) - 1)) >>> (entry >>> 8));
      bits >>>= entry;
      count -= entry;
      entry = distances[(int) bits & DISTANCE_MASK];
      if ((entry & InflateTable.SPECIAL) != 0) {
        if ((entry & InflateTable.LINK) != 0) {
          bits >>>= InflateCodes.DISTANCE_BITS;
          count -= InflateCodes.DISTANCE_BITS;
          entry = distances[(entry >>> 16) + ((int) bits & ((1 << (entry >>> 8)) - 1))];
        }
        if ((entry & InflateTable.SPECIAL) != 0) {
          damage = "invalid distance code";
          break;
        }
      }
      int distance = (entry >>> 16) + (int) ((bits & ((1L << entry) - 1)) >>> (entry >>> 8));
      bits >>>= entry;
      count -= entry;
      int source = to - distance;
      if (source < near && !reach(source, length)) {
        damage = "distance too far back";
        break;
      }
      int end = to + length;
      if (distance >= 8) {
        do {
          PackedInput.LONG.set(out, to, (long) PackedInput.LONG.get(out, source));
          to += 8;
          source += 8;
        } while (to < end);
      } else {
        copyNear(out, to, source, end);
      }
      to = end;
    }
    in.at = at;
    in.bits = bits;
    in.count = count & 63;
    in.verify();
    this.to = to;
    if (damage != null) {
      throw in.damaged(damage);
    }
  }

  /** Copies a match that overlaps itself within a word: a pattern of one to seven bytes. */
  private static void copyNear(byte[] out, int start, int source, int end) {
    if (source == start - 1) {
      long pattern = (out[source] & 0xff) * 0x0101_0101_0101_0101L;
      for (int to = start; to < end; to += 8) {
        PackedInput.LONG.set(out, to, pattern);
      }
      return;
    }
    for (int to = start, at = source; to < end; to++, at++) {
      out[to] = out[at];
    }
  }

  /** What comes next in the stream. */
  private enum State {
    BLOCK,
    STORED,
    CODES,
    ENDED
  }

  /** Hears where the blocks of a stream begin. */
  @FunctionalInterface
  interface BlockListener {
    /**
     * Hears of a block before its first bit is read.
     *
     * @param bitPosition how many bits of the packed stream are before it
     */
    void blockStart(long bitPosition) throws IOException;
  }
}
