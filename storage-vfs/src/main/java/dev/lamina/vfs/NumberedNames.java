package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names and numbers in a file of the form of {@code /etc/passwd} or {@code /etc/group}. */
final class NumberedNames {
  static final NumberedNames NONE = new NumberedNames();

  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();

  private NumberedNames() {}

  /** Parses lines such as {@code name:x:17:…}; passes over all others. The first of two wins. */
  static NumberedNames parse(byte[] file) {
    NumberedNames result = new NumberedNames();
    ByteNames.decode(file).lines().forEach(result::add);
    return result;
  }

  private void add(String line) {
    String[] fields = line.split(":", 4);
    Long number = fields.length < 3 || fields[0].isEmpty() ? null : parseNumber(fields[2]);
    if (number != null) {
      numbers.putIfAbsent(fields[0], number);
      names.putIfAbsent(number, fields[0]);
    }
  }

  /** Returns the number that up to ten decimal digits give, else null. */
  static @Nullable Long parseNumber(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 10;
    digits &= text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.valueOf(text) : null;
  }

  @Nullable String name(long number) {
    return names.get(number);
  }

  @Nullable Long number(String name) {
    return numbers.get(name);
  }
}
