package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumanSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1, 1B",
    "10, 10B",
    "100, 100B",
    "999, 999B",
    "1000, 1kB",
    "1023, 1.02kB",
    "9994, 9.99kB",
    "9995, 9.99kB",
    "10000, 10kB",
    "99949, 99.9kB",
    "99950, 100kB",
    "999499, 999kB",
    "999500, 1e+03kB",
    "999999, 1e+03kB",
    "1000000, 1MB",
    "12345678, 12.3MB",
    "1500000000, 1.5GB",
    "9223372036854775807, 9.22EB",
  })
  void of_size_printsAsTheEngine(long bytes, String expected) {
    assertThat(HumanSize.of(bytes)).isEqualTo(expected);
  }
}
