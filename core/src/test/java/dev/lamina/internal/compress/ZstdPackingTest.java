package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.internal.compress.ZstdSamples.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ZstdPackingTest {
  private static final int BLOCK = ZstdFramePacker.BLOCK;

  /** Used again for every content, as it is for the frames of a stream. */
  private final ZstdFramePacker packer = new ZstdFramePacker();

  private byte[] pack(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    packer.pack(content, 0, 0, content.length, true, out);
    return out.toByteArray();
  }

  private void assertReadable(byte[] content) throws IOException {
    byte[] packed = pack(content);
    assertThat(ZstdSamples.unpack(packed)).isEqualTo(content);
    assertThat(ZstdSamples.unpackNatively(packed)).isEqualTo(content);
    assertThat(packed.length).isLessThanOrEqualTo(content.length + 16 + content.length / 10_000);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void content_ofAnyKindAndSize_isReadByZstdAndByUs(Kind kind) throws IOException {
    List<Integer> sizes = new ArrayList<>();
    for (int size = 0; size < 100; size++) {
      sizes.add(size);
    }
    for (int border : new int[] {256, 1024, 4096, 1 << 14, 1 << 16, BLOCK, 2 * BLOCK, 5 * BLOCK}) {
      sizes.addAll(List.of(border - 1, border, border + 1));
    }

    for (int size : sizes) {
      assertReadable(ZstdSamples.content(kind, size, size));
    }
  }

  @Test
  void content_ofFewOrManySymbols_isReadByZstdAndByUs() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] content = new byte[random.nextInt(6000)];
      int symbols = 1 + random.nextInt(256);
      int first = random.nextInt(256);
      double skew = 1 + 20 * random.nextDouble();
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) (first + (int) (symbols * Math.pow(random.nextDouble(), skew)));
      }

      assertReadable(content);
    }
  }

  @Test
  void literals_likeFibonacciNumbers_haveCodesThatAreNotTooLong() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int count = 1;
    int before = 1;
    Random random = new Random(1);
    List<Byte> letters = new ArrayList<>();
    for (int symbol = 0; symbol < 20; symbol++) {
      for (int i = 0; i < count; i++) {
        letters.add((byte) symbol);
      }
      int sum = count + before;
      before = count;
      count = sum;
    }
    Collections.shuffle(letters, random);
    letters.forEach(content::write);

    assertReadable(content.toByteArray());
  }

  @Test
  void content_thatRepeatsFarAndNear_isReadByZstdAndByUs() throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      byte[] content = ZstdSamples.content(Kind.MIXED, 1_500_000 + seed, seed);

      assertReadable(content);
    }
  }

  @Test
  void tarLikeContent_isPackedSmallerThanByGzip() {
    for (int seed = 0; seed < 3; seed++) {
      byte[] content = ZstdSamples.content(Kind.TAR, 2_000_000, seed);

      assertThat(pack(content).length).isLessThan(GzipSamples.gzip(content).length);
    }
  }
}
