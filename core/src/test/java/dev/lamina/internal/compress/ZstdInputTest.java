package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.lamina.internal.compress.ZstdSamples.Kind;
import dev.lamina.internal.compress.ZstdSamples.Slow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ZstdInputTest {
  private static final int BLOCK = 1 << 17;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void content_ofAnyKindAtAnyLevel_isTheOriginal(Kind kind) throws IOException {
    byte[] content = ZstdSamples.content(kind, 300_000, 1);

    for (int level = -5; level <= 22; level++) {
      byte[] packed = ZstdSamples.pack(content, level, level % 2 == 0);
      assertThat(ZstdSamples.unpack(packed)).as("level %d", level).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void content_ofAnySize_isTheOriginal(Kind kind) throws IOException {
    List<Integer> sizes = new ArrayList<>();
    for (int size = 0; size < 70; size++) {
      sizes.add(size);
    }
    for (int border :
        new int[] {256, 1024, 4096, 65536, 65536 + 256, BLOCK, 2 * BLOCK, 4 * BLOCK}) {
      sizes.addAll(List.of(border - 1, border, border + 1));
    }

    for (int size : sizes) {
      byte[] content = ZstdSamples.content(kind, size, size);
      boolean checksum = size % 3 == 0;
      assertThat(ZstdSamples.unpack(ZstdSamples.pack(content, 3, checksum)))
          .as("%d bytes in a frame that tells its size", size)
          .isEqualTo(content);
      assertThat(ZstdSamples.unpack(ZstdSamples.packStream(content, 3, checksum, 0)))
          .as("%d bytes in a frame that does not tell its size", size)
          .isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 14, 16, 17, 18, 20, 21, 22, 23})
  void content_longerThanItsWindow_isTheOriginal(int windowLog) throws IOException {
    int size = Math.min(12 << 20, 40 << windowLog) + 12_345;
    for (Kind kind : List.of(Kind.MIXED, Kind.TAR, Kind.REPETITIVE)) {
      byte[] content = ZstdSamples.content(kind, size, windowLog);

      for (int level : windowLog > 19 ? new int[] {1} : new int[] {-3, 1, 5, 12}) {
        byte[] packed = ZstdSamples.packStream(content, level, false, windowLog);
        assertThat(Arrays.mismatch(ZstdSamples.unpack(packed), content))
            .as("%s at level %d", kind, level)
            .isEqualTo(-1);
      }
    }
  }

  @Test
  void content_withMatchesFromTheEndOfTheWindow_isTheOriginal() throws IOException {
    int window = 1 << 18;
    byte[] content = new byte[12 * window];
    new Random(3).nextBytes(content);
    for (int at = window; at < content.length; at++) {
      if (at / 1000 % 7 != 0) {
        content[at] = content[at - window + at / 100_000 % 3];
      }
    }

    byte[] packed = ZstdSamples.packStream(content, 19, true, 18);

    assertThat(packed.length).isLessThan(content.length / 2);
    assertThat(Arrays.mismatch(ZstdSamples.unpack(packed), content)).isEqualTo(-1);
  }

  @Test
  void block_ofVeryManySequences_isDecoded() throws IOException {
    Random random = new Random(8);
    byte[] words = new byte[3 * 2000];
    random.nextBytes(words);
    byte[] content = new byte[3 * BLOCK];
    for (int at = 0; at < content.length; at += 3) {
      System.arraycopy(words, 3 * random.nextInt(2000), content, at, 3);
    }

    byte[] packed = ZstdSamples.pack(content, 22, true);

    assertThat(ZstdSamples.unpack(packed)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void input_inPieces_isDecodedAsTheWhole(int most) throws IOException {
    byte[] content = ZstdSamples.content(Kind.MIXED, 300_000, 5);
    byte[] packed = ZstdSamples.pack(content, 6, true);

    try (InputStream in = new ZstdInput(new Slow(packed, most))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void reads_ofAllSorts_giveTheContentInOrder() throws IOException {
    byte[] content = ZstdSamples.content(Kind.TAR, 900_000, 6);
    long seed = 6;
    Random random = new Random(seed);
    byte[] buffer = new byte[200_000];

    try (InputStream in =
        new ZstdInput(new ByteArrayInputStream(ZstdSamples.pack(content, 3, true)))) {
      int at = 0;
      while (at < content.length) {
        int length = 1 + random.nextInt(random.nextBoolean() ? 10 : buffer.length - 10);
        switch (random.nextInt(3)) {
          case 0 -> assertThat(in.read()).as("seed %d", seed).isEqualTo(content[at++] & 0xff);
          case 1 -> at += (int) in.skip(length);
          default -> {
            int read = in.read(buffer, 5, length);
            assertThat(read).isBetween(1, length);
            assertThat(Arrays.equals(buffer, 5, 5 + read, content, at, at + read))
                .as("seed %d", seed)
                .isTrue();
            at += read;
          }
        }
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(buffer)).isEqualTo(-1);
      assertThat(in.skip(1)).isZero();
    }
  }

  @Test
  void frames_ofDataAndOthers_areToldWhereTheyStart() throws IOException {
    byte[] first = ZstdSamples.content(Kind.TEXT, 200_000, 1);
    byte[] second = ZstdSamples.content(Kind.TAR, 300_000, 2);
    byte[] third = ZstdSamples.content(Kind.RANDOM, 10, 3);
    byte[][] parts = {
      ZstdSamples.skippable(0, 20),
      ZstdSamples.pack(first, 3, true),
      ZstdSamples.packStream(second, 9, false, 0),
      ZstdSamples.skippable(15, 300_000),
      ZstdSamples.pack(new byte[0], 3, false),
      ZstdSamples.pack(third, 1, true),
      ZstdSamples.skippable(7, 0)
    };
    byte[] packed = ZstdSamples.join(parts);
    byte[] content = ZstdSamples.join(first, second, third);
    List<Long> starts = new ArrayList<>();
    List<Long> contents = new ArrayList<>();

    ZstdInput in =
        new ZstdInput(
            new ByteArrayInputStream(packed),
            (packedOffset, unpackedOffset) -> {
              starts.add(packedOffset);
              contents.add(unpackedOffset);
            });

    assertThat(in.readAllBytes()).isEqualTo(content);
    assertThat(in.frames()).isEqualTo(4);
    long at1 = parts[0].length;
    long at2 = at1 + parts[1].length;
    long at3 = at2 + parts[2].length + parts[3].length;
    assertThat(starts).containsExactly(at1, at2, at3, at3 + parts[4].length);
    assertThat(contents).containsExactly(0L, 200_000L, 500_000L, 500_000L);
    for (int i = 0; i < starts.size(); i++) {
      byte[] rest = Arrays.copyOfRange(packed, starts.get(i).intValue(), packed.length);
      assertThat(ZstdSamples.unpack(rest))
          .isEqualTo(Arrays.copyOfRange(content, contents.get(i).intValue(), content.length));
    }
  }

  @Test
  void frames_thatWereNotRead_areNotToldOf() throws IOException {
    byte[] frame = ZstdSamples.pack(new byte[1000], 3, true);

    ZstdInput in = new ZstdInput(new ByteArrayInputStream(ZstdSamples.join(frame, frame)));

    assertThat(in.frames()).isZero();
    assertThat(in.readNBytes(1000)).hasSize(1000);
    assertThat(in.frames()).isEqualTo(1);
    assertThat(in.readAllBytes()).hasSize(1000);
    assertThat(in.frames()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "28b52ffd2000010000, ''",
    "28b52ffd0050010000, ''",
    "502a4d1800000000, ''",
    "28b52ffd2003190000616263, abc",
    "28b52ffd20052b000061, aaaaa",
    "28b52ffd00581000006162190000636465, abcde",
    // A compressed block of literals alone: raw, repeated.
    "28b52ffd00582d000018616263 00, abc",
    "28b52ffd0058 1d0000 29 61 00, aaaaa"
  })
  void frame_writtenByHand_isDecoded(String hex, String content) throws IOException {
    byte[] packed = HexFormat.of().parseHex(hex.replace(" ", ""));

    byte[] unpacked = ZstdSamples.unpack(packed);

    assertThat(new String(unpacked, StandardCharsets.US_ASCII)).isEqualTo(content);
    assertThat(unpacked).isEqualTo(ZstdSamples.unpackNatively(packed));
  }

  @ParameterizedTest
  @CsvSource({
    "28b52ffd2800010000, reserved bit of a frame header",
    "28b52ffd2003070000616263, reserved block type",
    "28b52ffd2004190000616263, content smaller than its frame says",
    "28b52ffd2002190000616263, block larger than its frame allows",
    "28b52ffd00581900006162631900006162630000, no zstd frame",
    "28b52ffd2403190000616263ffffffff, checksum of the content differs",
    "1f8b080000000000000003000000000000000000, no zstd frame",
    "27b52ffd2003190000616263, no zstd frame",
  })
  void frame_againstTheFormat_isRefusedWithItsPlace(String hex, String message) {
    byte[] packed = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> ZstdSamples.unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("corrupt zstd data at byte ")
        .hasMessageContaining(message);
  }

  @Test
  void block_withTheTableOfAnotherFrame_isRefused() throws IOException {
    byte[] content = ZstdSamples.content(Kind.SIXTEEN_LETTERS, 20_000, 1);
    byte[] packed = packInBlocks(content, 1000);
    assertThat(ZstdSamples.unpack(packed)).isEqualTo(content);
    int block = 6;
    while ((packed[block + 3] & 3) != 3) {
      block += 3 + blockSize(packed, block);
    }
    byte[] second = Arrays.copyOfRange(packed, block, block + 3 + blockSize(packed, block));
    second[0] |= 1;

    byte[] joined = ZstdSamples.join(packed, Arrays.copyOf(packed, 6), second);

    assertThatThrownBy(() -> ZstdSamples.unpack(joined))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("literals without a Huffman table");
  }

  private static byte[] packInBlocks(byte[] content, int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out, 1)) {
      zstd.setCloseFrameOnFlush(false);
      for (int at = 0; at < content.length; at += size) {
        zstd.write(content, at, size);
        zstd.flush();
      }
    }
    return out.toByteArray();
  }

  private static int blockSize(byte[] packed, int block) {
    return ZstdWords.intAt(packed, block) >>> 3 & 0x1fffff;
  }

  @Test
  void frame_thatNeedsADictionary_isRefused() {
    byte[] packed = HexFormat.of().parseHex("28b52ffd215703190000616263");

    assertThatThrownBy(() -> ZstdSamples.unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessage("zstd frame at byte 0 needs dictionary 87: dictionaries are not supported");
  }

  @Test
  void frame_thatNamesDictionaryZero_isDecoded() throws IOException {
    byte[] packed = HexFormat.of().parseHex("28b52ffd210003190000616263");

    assertThat(ZstdSamples.unpack(packed)).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
  }

  @Test
  void window_aboveTheLimit_isRefused() throws IOException {
    byte[] content = ZstdSamples.content(Kind.TEXT, 10_000_000, 1);
    byte[] packed = ZstdSamples.packStream(content, 3, true, 24);

    assertThatThrownBy(() -> ZstdSamples.unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessage(
            "zstd frame at byte 0 needs a window of 16777216 bytes, above the limit of 8388608;"
                + " raise it with Limits.zstdWindowBytes");
    try (InputStream in = new ZstdInput(new ByteArrayInputStream(packed), 1 << 24, (p, u) -> {})) {
      assertThat(Arrays.mismatch(in.readAllBytes(), content)).isEqualTo(-1);
    }
  }

  @Test
  void match_fromBeyondItsWindow_isRefused() throws IOException {
    byte[] part = ZstdSamples.content(Kind.RANDOM, 200_000, 1);
    byte[] packed = ZstdSamples.packStream(ZstdSamples.join(part, part), 5, false, 18);
    assertThat(packed[5]).isEqualTo((byte) (8 << 3));

    packed[5] = 7 << 3;

    assertThatThrownBy(() -> ZstdSamples.unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("match from outside of the window");
  }

  @ParameterizedTest
  @CsvSource({
    "28b52ffd00ff010000, 4123168604160",
    "28b52ffda001008000010000, 8388609",
    "28b52ffde0ffffffffffffffff010000, 18446744073709551615"
  })
  void window_ofAnyHugeSize_isRefused(String hex, String window) {
    byte[] packed = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> ZstdSamples.unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("needs a window of " + window + " bytes, above the limit of 8388608");
  }

  @Test
  void frame_inOneSegmentUpToTheLimit_isDecoded() throws IOException {
    byte[] content = ZstdSamples.content(Kind.TAR, ZstdInput.DEFAULT_WINDOW_LIMIT, 2);

    byte[] packed = ZstdSamples.pack(content, 20, true);

    assertThat(packed[4] & 32).isEqualTo(32);
    assertThat(Arrays.mismatch(ZstdSamples.unpack(packed), content)).isEqualTo(-1);
  }

  @Test
  void memory_forAFewBytes_isNotWhatTheHeaderClaims() throws IOException {
    byte[] packed = ZstdSamples.packStream(new byte[100], 3, true, 23);

    ZstdDecoder decoder =
        new ZstdDecoder(
            new ZstdSource(new ByteArrayInputStream(packed)),
            8 << 20,
            (packedAt, unpackedAt) -> {});

    assertThat(decoder.next()).isTrue();
    assertThat(decoder.window().bytes().length).isLessThan(BLOCK + 1000);
  }

  @Test
  void memory_forMuch_isTheWindowAndABlock() throws IOException {
    byte[] packed = ZstdSamples.packStream(new byte[30 << 20], 3, true, 20);

    ZstdDecoder decoder =
        new ZstdDecoder(
            new ZstdSource(new ByteArrayInputStream(packed)),
            8 << 20,
            (packedAt, unpackedAt) -> {});

    while (decoder.next()) {
      assertThat(decoder.window().bytes().length).isLessThan((1 << 20) + BLOCK + 1000);
    }
  }

  @Test
  void input_withoutAnyByte_endsEarly() {
    assertThatThrownBy(() -> ZstdSamples.unpack(new byte[0])).isInstanceOf(EOFException.class);
  }

  @Test
  void input_afterAFailure_failsAgain() throws IOException {
    byte[] packed = ZstdSamples.pack(ZstdSamples.content(Kind.TEXT, 300_000, 1), 3, true);
    packed[packed.length - 1]++;
    ZstdInput in = new ZstdInput(new ByteArrayInputStream(packed));

    assertThatThrownBy(in::readAllBytes).isInstanceOf(ZipException.class);
    assertThatThrownBy(in::read).isInstanceOf(ZipException.class);
  }

  @Test
  void input_afterItWasClosed_isNotRead() throws IOException {
    ZstdInput in =
        new ZstdInput(new ByteArrayInputStream(ZstdSamples.pack(new byte[1000], 3, true)));
    assertThat(in.read()).isZero();
    assertThat(in.available()).isEqualTo(999);

    in.close();

    assertThat(in.available()).isZero();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("stream is closed");
  }

  @Test
  void listener_thatThrows_endsTheReading() {
    byte[] packed = ZstdSamples.pack(new byte[10], 3, true);
    IOException stop = new IOException("enough");

    ZstdInput in =
        new ZstdInput(
            new ByteArrayInputStream(packed),
            (packedOffset, unpackedOffset) -> {
              throw stop;
            });

    assertThatThrownBy(in::read).isSameAs(stop);
  }
}
