package dev.lamina.internal.tar;

import com.google.common.math.LongMath;
import dev.lamina.InvalidArchiveException;

/** The numbers of tar headers: octal, base-256, decimal, and times. */
final class TarNumbers {
  private static final long NANOS = 1_000_000_000L;
  private static final int NANO_DIGITS = 9;

  private TarNumbers() {}

  /**
   * Parses a header's field: base-256 if the first bit is set, otherwise octal digits, with spaces
   * before them, and spaces or a NUL after them. An empty field is 0.
   */
  static long field(byte[] block, int offset, int length, String what) {
    return block[offset] < 0
        ? base256(block, offset, length, what)
        : octal(block, offset, offset + length, what);
  }

  private static long base256(byte[] block, int offset, int length, String what) {
    boolean negative = (block[offset] & 0x40) != 0;
    int inverse = negative ? 0xff : 0;
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = (block[offset + i] & 0xff) ^ inverse;
      if (i == 0) {
        digit &= 0x7f;
      }
      if (value >>> 55 != 0) {
        throw new InvalidArchiveException(what + " is out of range");
      }
      value = value << 8 | digit;
    }
    return negative ? ~value : value;
  }

  private static long octal(byte[] block, int start, int end, String what) {
    int i = start;
    while (i < end && block[i] == ' ') {
      i++;
    }
    int digits = i;
    long value = 0;
    while (i < end && block[i] >= '0' && block[i] <= '7') {
      value = value << 3 | (block[i] - '0');
      i++;
    }
    // Tools disagree on what a NUL before digits means, so it may only be followed by filling.
    boolean blank = i == digits;
    while (i < end && (block[i] == ' ' || (blank && block[i] == 0))) {
      i++;
    }
    if (i < end && (blank || block[i] != 0)) {
      throw new InvalidArchiveException(what + " in the header is no number");
    }
    return value;
  }

  /** Parses decimal digits, none but digits. */
  static long decimal(byte[] data, int start, int end, String what) {
    if (start == end) {
      throw new InvalidArchiveException(what + " is no number");
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = data[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new InvalidArchiveException(what + " is no number");
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw new InvalidArchiveException(what + " is out of range");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * Parses a PAX time, such as {@code -12.345}, as nanoseconds. Digits after the ninth are cut off;
   * a time that does not fit is the nearest one that does.
   */
  static long time(byte[] data, int start, int end) {
    boolean negative = start < end && data[start] == '-';
    int first = negative ? start + 1 : start;
    int i = first;
    long seconds = 0;
    for (; i < end && isDigit(data[i]); i++) {
      // More seconds than fit anyway: further digits cannot bring them back.
      seconds = Math.min(seconds * 10 + (data[i] - '0'), Long.MAX_VALUE / 100);
    }
    boolean valid = i > first;
    long fraction = 0;
    int digits = 0;
    if (i < end && data[i] == '.') {
      for (i++; i < end && isDigit(data[i]); i++) {
        if (digits < NANO_DIGITS) {
          fraction = fraction * 10 + (data[i] - '0');
          digits++;
        }
      }
    }
    if (!valid || i < end) {
      throw new InvalidArchiveException("PAX mtime is no time");
    }
    for (; digits < NANO_DIGITS; digits++) {
      fraction *= 10;
    }
    return negative ? nanos(-seconds, -fraction) : nanos(seconds, fraction);
  }

  /** Returns seconds and nanoseconds, of the same sign, as nanoseconds: the nearest that fit. */
  static long nanos(long seconds, long fraction) {
    return LongMath.saturatedAdd(LongMath.saturatedMultiply(seconds, NANOS), fraction);
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
