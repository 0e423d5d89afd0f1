package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of the format, and its checksum, against the examples of their specifications. */
final class ZstdTablesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 4, 0",
    "1, 0, 4, 16",
    "2, 1, 5, 32",
    "3, 3, 5, 0",
    "4, 4, 5, 0",
    "5, 6, 5, 0",
    "9, 12, 5, 0",
    "10, 14, 6, 0",
    "60, 35, 6, 0",
    "63, 32, 6, 0"
  })
  void literalLengths_predefined_haveTheStatesOfTheStandard(
      int state, int symbol, int bits, int base) {
    ZstdFseTable table = new ZstdFseTable();

    ZstdSequenceCode.LITERAL_LENGTH.buildPredefined(table);

    assertThat(table.log()).isEqualTo(6);
    assertState(table, state, symbol, bits, base);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 5, 0",
    "1, 6, 4, 0",
    "2, 9, 5, 0",
    "3, 15, 5, 0",
    "15, 7, 4, 16",
    "31, 24, 5, 0"
  })
  void offsets_predefined_haveTheStatesOfTheStandard(int state, int symbol, int bits, int base) {
    ZstdFseTable table = new ZstdFseTable();

    ZstdSequenceCode.OFFSET.buildPredefined(table);

    assertThat(table.log()).isEqualTo(5);
    assertState(table, state, symbol, bits, base);
  }

  private static void assertState(ZstdFseTable table, int state, int symbol, int bits, int base) {
    assertThat(table.symbol(state)).isEqualTo(symbol);
    assertThat(table.bits(state)).isEqualTo(bits);
    assertThat(table.base(state)).isEqualTo(base);
  }

  @Test
  void huffmanTable_ofTheStandardsExample_hasItsCodes() throws IOException {
    ZstdSource source = source("84432010");
    ZstdHuffmanTable table = new ZstdHuffmanTable();

    int next = table.read(source, source.position(), source.position() + 4);

    assertThat(next).isEqualTo(source.position() + 4);
    int[] symbols = {4, 5, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    int[] lengths = {4, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1};
    for (int i = 0; i < table.entries().length; i++) {
      int first = i >> (ZstdHuffmanTable.INDEX_BITS - 4);
      assertThat(table.entries()[i]).isEqualTo((short) (symbols[first] << 8 | lengths[first]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8100", "83ff00", "820000", "8220", "00", "0500", "84f0000000", "80"})
  void huffmanTable_againstTheStandard_isRefused(String hex) throws IOException {
    ZstdSource source = source(hex);
    int from = source.position();

    assertThatThrownBy(() -> new ZstdHuffmanTable().read(source, from, from + hex.length() / 2))
        .isInstanceOf(ZipException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "'Nobody inspects the spammish repetition', fbcea83c8a378bf1"
  })
  void checksum_ofAText_isTheKnownOne(String text, String checksum) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    ZstdXxh64 hash = new ZstdXxh64();

    hash.update(bytes, 0, bytes.length);

    assertThat(HexFormat.of().toHexDigits(hash.value())).isEqualTo(checksum);
  }

  @Test
  void checksum_ofPieces_isThatOfTheWhole() {
    byte[] bytes = ZstdSamples.content(ZstdSamples.Kind.RANDOM, 1000, 1);
    ZstdXxh64 whole = new ZstdXxh64();
    whole.update(bytes, 0, bytes.length);
    ZstdXxh64 pieces = new ZstdXxh64();

    for (int step = 1; step < 100; step += 7) {
      pieces.reset();
      for (int at = 0; at < bytes.length; at += step) {
        pieces.update(bytes, at, Math.min(at + step, bytes.length));
      }
      assertThat(pieces.value()).as("pieces of %d", step).isEqualTo(whole.value());
    }
  }

  private static ZstdSource source(String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ZstdSource source = new ZstdSource(new ByteArrayInputStream(bytes));
    source.require(bytes.length);
    return source;
  }
}
