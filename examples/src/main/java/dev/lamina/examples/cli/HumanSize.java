package dev.lamina.examples.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A number of bytes as engines print it: three digits, and decimal units. */
final class HumanSize {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private HumanSize() {}

  /** Returns the size, such as {@code 12.3MB}. */
  static String of(long bytes) {
    double size = bytes;
    int unit = 0;
    // The engine divides step by step, and so rounds as this does.
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return digits(size) + UNITS[unit];
  }

  /** Returns what Go's {@code %.3g} makes of a number from 0 to 1000. */
  private static String digits(double size) {
    BigDecimal rounded = new BigDecimal(size).round(THREE_DIGITS);
    return rounded.compareTo(BigDecimal.valueOf(1000)) == 0
        ? "1e+03"
        : rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
