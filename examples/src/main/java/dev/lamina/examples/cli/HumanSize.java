package dev.lamina.examples.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A number of bytes as engines print it: a few digits and a unit. */
final class HumanSize {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private HumanSize() {}

  /** Returns the size of an image, such as {@code 12.3MB}. */
  static String of(long bytes) {
    return of(bytes, 1000, DECIMAL, 3);
  }

  /** Returns a size to four digits, such as {@code 12.35MB}. */
  static String precise(long bytes) {
    return of(bytes, 1000, DECIMAL, 4);
  }

  /** Returns the size of a memory, such as {@code 23.54GiB}. */
  static String binary(long bytes) {
    return of(bytes, 1024, BINARY, 4);
  }

  private static String of(long bytes, int base, String[] units, int digits) {
    double size = bytes;
    int unit = 0;
    // The engine divides step by step, and so rounds as this does.
    while (size >= base && unit < units.length - 1) {
      size /= base;
      unit++;
    }
    return digits(size, digits) + units[unit];
  }

  /** Returns what Go's {@code %.3g} or {@code %.4g} makes of a number from 0 to 1024. */
  private static String digits(double size, int count) {
    MathContext rounding = new MathContext(count, RoundingMode.HALF_EVEN);
    BigDecimal rounded = new BigDecimal(size).round(rounding);
    return rounded.compareTo(BigDecimal.TEN.pow(count)) >= 0
        ? "1e+0" + count
        : rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
