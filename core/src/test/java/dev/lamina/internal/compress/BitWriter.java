package dev.lamina.internal.compress;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;

/** Writes deflate streams bit by bit, also such as no tool would write. */
final class BitWriter {
  static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pending;
  private int count;

  /** Writes a number, lowest bit first. */
  @CanIgnoreReturnValue
  BitWriter bits(int value, int length) {
    for (int i = 0; i < length; i++) {
      bit(value >>> i & 1);
    }
    return this;
  }

  /** Writes a prefix code, highest bit first. */
  @CanIgnoreReturnValue
  BitWriter code(int value, int length) {
    for (int i = length - 1; i >= 0; i--) {
      bit(value >>> i & 1);
    }
    return this;
  }

  @CanIgnoreReturnValue
  BitWriter align() {
    while (count != 0) {
      bit(0);
    }
    return this;
  }

  /** Writes a symbol in the fixed code of bytes and lengths. */
  @CanIgnoreReturnValue
  BitWriter fixed(int symbol) {
    if (symbol < 144) {
      return code(0x30 + symbol, 8);
    } else if (symbol < 256) {
      return code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      return code(symbol - 256, 7);
    }
    return code(0xc0 + symbol - 280, 8);
  }

  /** Begins a last block that brings its own codes, with the lengths of its length code. */
  @CanIgnoreReturnValue
  BitWriter dynamic(int literals, int distances, int[] lengthCodeLengths) {
    bits(1, 1).bits(2, 2).bits(literals - 257, 5).bits(distances - 1, 5).bits(15, 4);
    for (int symbol : LENGTH_ORDER) {
      bits(lengthCodeLengths[symbol], 3);
    }
    return this;
  }

  /** Begins such a block whose code lengths are 0 to 15, each written in four bits. */
  @CanIgnoreReturnValue
  BitWriter dynamic(int[] literals, int[] distances) {
    int[] plain = new int[19];
    for (int i = 0; i < 16; i++) {
      plain[i] = 4;
    }
    dynamic(literals.length, distances.length, plain);
    for (int length : literals) {
      code(length, 4);
    }
    for (int length : distances) {
      code(length, 4);
    }
    return this;
  }

  byte[] bytes() {
    align();
    return out.toByteArray();
  }

  private void bit(int value) {
    pending |= value << count;
    count++;
    if (count == 8) {
      out.write(pending);
      pending = 0;
      count = 0;
    }
  }
}
