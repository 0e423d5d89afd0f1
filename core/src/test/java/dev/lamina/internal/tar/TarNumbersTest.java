package dev.lamina.internal.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of headers, as Go's archive/tar reads them; stricter where readers disagree. */
final class TarNumbersTest {
  @ParameterizedTest
  @CsvSource({
    // Base-256, the bytes in hexadecimal.
    "8000, 0",
    "bf, 63",
    "bfffff, 4194303",
    "c000, -16384",
    "ff, -1",
    "ffff, -1",
    "f776a222eb8a7261, -615126028225187231",
    "fffffffff776a222eb8a7261, -615126028225187231",
    "807fffffffffffffff, 9223372036854775807",
    "ff8000000000000000, -9223372036854775808",
    // "0000000\0", "00000000227\0", "032033\0 ", "320330\0 "
    "3030303030303000, 0",
    "303030303030303032323700, 151",
    "3033323033330020, 13339",
    "3332303333300020, 106712",
    // " 644 \0", "644    ", "\0\0\0", "   ", "  \0 ", "01234567", a NUL and old bytes after it
    "203634342000, 420",
    "36343420202020, 420",
    "000000, 0",
    "202020, 0",
    "20200020, 0",
    "3031323334353637, 342391",
    "30313233343536370038396162636465, 342391",
  })
  void field_inEachForm_isRead(String hex, long value) {
    byte[] field = HexFormat.of().parseHex(hex);

    assertThat(TarNumbers.field(field, 0, field.length, "number")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Base-256 beyond 64 bits.
        "808000000000000000",
        "f5ecd1c77e5f2648819f8f9b",
        // "0123456789abcdef", "0123456789\0abcdef", "-1\0", "0x1\0", "1 2\0", "\0 1\0", "\0x"
        "30313233343536373839616263646566",
        "30313233343536373839006162636465",
        "2d3100",
        "30783100",
        "31203200",
        "00203100",
        "0078",
      })
  void field_thatIsNoNumber_isRefused(String hex) {
    byte[] field = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> TarNumbers.field(field, 0, field.length, "number"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("number");
  }
}
