package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sniffing tells the packing of a stream by its first bytes. */
final class CompressionTest {
  @ParameterizedTest
  @CsvSource({
    "1f8b0800, GZIP",
    "1f8b08, GZIP",
    "1f8b, PLAIN",
    "1f8b0000, PLAIN",
    "28b52ffd, ZSTD",
    "28b52f, PLAIN",
    "502a4d18, ZSTD",
    "5f2a4d18, ZSTD",
    "602a4d18, PLAIN",
    "425a6839, BZIP2",
    "fd377a585a00, XZ",
    "fd377a585a, PLAIN",
    "6574632f0000, PLAIN",
    "'', PLAIN",
  })
  void sniff_head_tellsPacking(String head, Compression expected) {
    byte[] bytes = HexFormat.of().parseHex(head);

    assertThat(Compression.sniff(bytes, bytes.length)).isEqualTo(expected);
  }

  @Test
  void sniff_arrayLongerThanTheStream_looksOnlyAtTheStream() {
    byte[] bytes = {0x1f, (byte) 0x8b, 8, 0, 0, 0};

    assertThat(Compression.sniff(bytes, 2)).isEqualTo(Compression.PLAIN);
  }
}
