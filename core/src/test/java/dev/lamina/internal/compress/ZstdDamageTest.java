package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.lamina.internal.compress.ZstdSamples.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come: what zstd itself makes of them, or a refusal of the right kind. */
final class ZstdDamageTest {
  /** Enough for what is damaged here; a damaged stream may stand for much more than it was. */
  private static final int ENOUGH = 1 << 18;

  @ParameterizedTest
  @CsvSource({
    "TEXT, 700, 3",
    "TEXT, 1800, 19",
    "TAR, 1300, 3",
    "TWO_LETTERS, 300, 3",
    "SKEWED, 900, 1",
    "SIXTEEN_LETTERS, 150, 6",
    "REPETITIVE, 2000, 5",
    "ZEROS, 200000, 3",
    "RANDOM, 60, 3"
  })
  void anyByte_changed_isDecodedAsByZstdOrRefused(Kind kind, int size, int level) {
    byte[] packed = ZstdSamples.pack(ZstdSamples.content(kind, size, 9), level, false);

    for (int at = 0; at < packed.length; at++) {
      for (int change : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255, packed[at] & 0xff}) {
        byte[] damaged = packed.clone();
        damaged[at] ^= (byte) change;
        check(damaged, "byte " + at + " changed by " + change);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void stream_cutShort_endsEarly(Kind kind) {
    byte[] packed = ZstdSamples.pack(ZstdSamples.content(kind, 1500, 4), 3, true);

    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> ZstdSamples.unpack(cut))
          .as("%d of %d bytes", length, packed.length)
          .isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void someBytes_changed_areDecodedAsByZstdOrRefused(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] content = ZstdSamples.content(Kind.MIXED, 150_000, seed);
    byte[] packed = ZstdSamples.packStream(content, (int) seed * 3, false, 17);

    for (int round = 0; round < 100; round++) {
      byte[] damaged = packed.clone();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        damaged[6 + random.nextInt(packed.length - 6)] = (byte) random.nextInt(256);
      }
      check(damaged, "seed " + seed + ", round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void block_ofRandomBytes_isDecodedAsByZstdOrRefused(long seed) {
    Random random = new Random(seed);

    for (int round = 0; round < 5_000; round++) {
      byte[] packed = new byte[9 + 2 + random.nextInt(60)];
      random.nextBytes(packed);
      int block = (packed.length - 9) << 3 | 5;
      byte[] header = {
        0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x58, (byte) block, (byte) (block >> 8), 0
      };
      System.arraycopy(header, 0, packed, 0, header.length);
      check(packed, "seed " + seed + ", round " + round);
    }
  }

  private static void check(byte[] packed, String what) {
    byte[] unpacked;
    try (InputStream in = new ZstdInput(new ByteArrayInputStream(packed))) {
      unpacked = in.readNBytes(ENOUGH);
    } catch (ZipException | EOFException e) {
      return;
    } catch (IOException | RuntimeException e) {
      unpacked = fail(what + ": " + HexFormat.of().formatHex(packed), e);
    }
    assertThat(Arrays.mismatch(unpacked, unpackNatively(packed, what))).as(what).isEqualTo(-1);
  }

  private static byte[] unpackNatively(byte[] packed, String what) {
    byte[] expected = new byte[ENOUGH];
    long size = Zstd.decompressByteArray(expected, 0, ENOUGH, packed, 0, packed.length);
    if (!Zstd.isError(size)) {
      return Arrays.copyOf(expected, (int) size);
    }
    try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes(ENOUGH);
    } catch (IOException e) {
      return fail(what + ": refused by zstd: " + HexFormat.of().formatHex(packed), e);
    }
  }
}
