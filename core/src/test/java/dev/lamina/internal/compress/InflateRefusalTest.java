package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hand-made deflate streams are refused, or taken, as zlib does. */
final class InflateRefusalTest {
  private static final int[] ONE_DISTANCE = {1};

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("block type 3", "block type", new BitWriter().bits(1, 1).bits(3, 2)),
        Arguments.of(
            "stored length without its complement",
            "complement",
            new BitWriter().bits(1, 1).bits(0, 2).align().bits(5, 16).bits(5, 16).bits(0, 16)),
        Arguments.of(
            "287 literals", "too many", new BitWriter().dynamic(287, 1, lengths(19, 4, 0, 16))),
        Arguments.of(
            "31 distances", "too many", new BitWriter().dynamic(257, 31, lengths(19, 4, 0, 16))),
        Arguments.of(
            "no length code", "code lengths", new BitWriter().dynamic(257, 1, new int[19])),
        Arguments.of(
            "one length code",
            "code lengths",
            new BitWriter().dynamic(257, 1, lengths(19, 1, 0, 1))),
        Arguments.of(
            "incomplete length code",
            "code lengths",
            new BitWriter().dynamic(257, 1, lengths(19, 4, 0, 15))),
        Arguments.of(
            "over-subscribed length code",
            "code lengths",
            new BitWriter().dynamic(257, 1, lengths(19, 4, 0, 17))),
        Arguments.of(
            "repeat before the first length",
            "before the first",
            new BitWriter().dynamic(257, 1, lengths(19, 1, 15, 17)).code(1, 1).bits(0, 2)),
        Arguments.of(
            "repeat beyond the last length",
            "beyond the last",
            new BitWriter()
                .dynamic(257, 1, lengths(19, 1, 17, 19))
                .code(1, 1)
                .bits(127, 7)
                .code(1, 1)
                .bits(127, 7)),
        Arguments.of(
            "no end of block",
            "end-of-block",
            new BitWriter().dynamic(lengths(257, 8, 0, 256), ONE_DISTANCE)),
        Arguments.of(
            "over-subscribed literals",
            "literal and length codes",
            new BitWriter().dynamic(lengths(257, 8, 0, 257), ONE_DISTANCE)),
        Arguments.of(
            "incomplete literals",
            "literal and length codes",
            new BitWriter().dynamic(lengths(257, 9, 0, 257), ONE_DISTANCE)),
        Arguments.of(
            "one literal of two bits",
            "literal and length codes",
            new BitWriter().dynamic(lengths(257, 2, 256, 257), ONE_DISTANCE)),
        Arguments.of(
            "over-subscribed distances",
            "distance codes",
            new BitWriter().dynamic(lengths(257, 1, 256, 257), new int[] {1, 1, 1})),
        Arguments.of(
            "over-subscribed distances of 15 bits",
            "distance codes",
            new BitWriter().dynamic(lengths(257, 1, 256, 257), new int[] {1, 2, 2, 15})),
        Arguments.of(
            "incomplete distances",
            "distance codes",
            new BitWriter().dynamic(lengths(257, 1, 256, 257), new int[] {2, 2, 2})),
        Arguments.of(
            "one distance of two bits",
            "distance codes",
            new BitWriter().dynamic(lengths(257, 1, 256, 257), new int[] {2})),
        Arguments.of(
            "code without a symbol",
            "literal or length code",
            new BitWriter().dynamic(lengths(257, 1, 256, 257), ONE_DISTANCE).code(1, 1)),
        Arguments.of("length 286", "length code", fixed().fixed(286).code(0, 5).fixed(256)),
        Arguments.of("length 287", "length code", fixed().fixed(287).code(0, 5).fixed(256)),
        Arguments.of(
            "distance 30", "distance code", fixed().fixed(65).fixed(257).code(30, 5).fixed(256)),
        Arguments.of(
            "distance 31", "distance code", fixed().fixed(65).fixed(257).code(31, 5).fixed(256)),
        Arguments.of(
            "match with nothing before", "too far", fixed().fixed(257).code(0, 5).fixed(256)),
        Arguments.of(
            "match one byte too far",
            "too far",
            fixed().fixed(65).fixed(65).fixed(257).code(2, 5).fixed(256)),
        Arguments.of(
            "match 32 KiB back of one byte",
            "too far",
            fixed().fixed(65).fixed(257).code(29, 5).bits(8191, 13).fixed(256)),
        Arguments.of(
            "match where there are no distances",
            "distance code",
            new BitWriter()
                .dynamic(matchLengths(), new int[] {0})
                .code(0, 2)
                .code(3, 2)
                .bits(0, 20)),
        Arguments.of(
            "second half of a lonely distance code",
            "distance code",
            new BitWriter()
                .dynamic(matchLengths(), ONE_DISTANCE)
                .code(0, 2)
                .code(3, 2)
                .code(1, 1)
                .bits(0, 20)));
  }

  /** Codes of two bits: 0 and 1 are bytes, 2 is the end of the block, 3 a match of three bytes. */
  private static int[] matchLengths() {
    int[] lengths = new int[258];
    lengths[0] = 2;
    lengths[1] = 2;
    lengths[256] = 2;
    lengths[257] = 2;
    return lengths;
  }

  private static BitWriter fixed() {
    return new BitWriter().bits(1, 1).bits(1, 2);
  }

  private static int[] lengths(int count, int length, int from, int to) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, from, Math.min(to, count), length);
    if (to > count) {
      lengths[from] = 1;
    }
    return lengths;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void next_hostileStream_isRefusedAsByZlib(String name, String message, BitWriter stream) {
    byte[] padded = Arrays.copyOf(stream.bytes(), stream.bytes().length + 64);

    assertThatThrownBy(() -> inflate(padded))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("near byte");
    assertThatThrownBy(() -> zlib(padded)).isInstanceOf(DataFormatException.class);
  }

  static Stream<Arguments> taken() {
    return Stream.of(
        Arguments.of(
            "only an end of block, of one bit",
            new BitWriter().dynamic(lengths(257, 1, 256, 257), ONE_DISTANCE).code(0, 1)),
        Arguments.of(
            "no distances",
            new BitWriter()
                .dynamic(matchLengths(), new int[] {0})
                .code(0, 2)
                .code(1, 2)
                .code(2, 2)),
        Arguments.of(
            "one distance",
            new BitWriter()
                .dynamic(matchLengths(), ONE_DISTANCE)
                .code(0, 2)
                .code(3, 2)
                .code(0, 1)
                .code(2, 2)),
        Arguments.of(
            "length 284 with all extra bits",
            fixed().fixed(65).fixed(284).bits(31, 5).code(0, 5).fixed(256)),
        Arguments.of("empty stored block", new BitWriter().bits(1, 3).align().bits(0xffff0000, 32)),
        Arguments.of("empty fixed block", fixed().fixed(256)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("taken")
  void next_oddStream_isTakenAsByZlib(String name, BitWriter stream) throws Exception {
    byte[] bytes = stream.bytes();

    assertThat(inflate(bytes)).isEqualTo(zlib(bytes));
  }

  @Test
  void next_codesOfAllLengths_areFoundInTheirTables() throws Exception {
    int[] literals = new int[286];
    int[] distances = new int[30];
    for (int i = 0; i < 15; i++) {
      literals[i * 3] = i + 1;
      distances[i] = i + 1;
    }
    literals[256] = 15;
    distances[15] = 15;
    BitWriter stream = new BitWriter().dynamic(literals, distances);
    for (int i = 0; i < 15; i++) {
      stream.code((1 << (i + 1)) - 2, i + 1);
    }
    byte[] bytes = stream.code((1 << 15) - 1, 15).bytes();

    byte[] unpacked = inflate(bytes);

    assertThat(unpacked).hasSize(15).isEqualTo(zlib(bytes));
    assertThat(unpacked[14]).isEqualTo((byte) 42);
  }

  static byte[] inflate(byte[] packed) throws IOException {
    PackedInput in = new PackedInput(new ByteArrayInputStream(packed), 1 << 12, 0);
    InflateDecoder decoder = new InflateDecoder(in, 1 << 12, position -> {});
    decoder.start(ByteBuffer.allocate(0), 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int n; (n = decoder.next()) > 0; ) {
      out.write(decoder.buffer(), decoder.chunkStart(), n);
    }
    return out.toByteArray();
  }

  /** Unpacks with zlib; a stream that is cut short is refused too. */
  static byte[] zlib(byte[] packed) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer);
        if (n == 0 && !inflater.finished()) {
          throw new DataFormatException("cut short");
        }
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    } finally {
      inflater.end();
    }
  }
}
