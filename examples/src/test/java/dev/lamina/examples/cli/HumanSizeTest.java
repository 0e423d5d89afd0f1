package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

  @Test
  void precise_size_hasFourDigits() {
    assertThat(HumanSize.precise(0)).isEqualTo("0B");
    assertThat(HumanSize.precise(685_702)).isEqualTo("685.7kB");
    assertThat(HumanSize.precise(2_734_000)).isEqualTo("2.734MB");
    assertThat(HumanSize.precise(999_960)).isEqualTo("1000kB");
  }

  @Test
  void binary_size_hasBinaryUnits() {
    assertThat(HumanSize.binary(25_275_870_904L)).isEqualTo("23.54GiB");
    assertThat(HumanSize.binary(1023)).isEqualTo("1023B");
  }
}
