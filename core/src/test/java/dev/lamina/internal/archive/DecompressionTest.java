package dev.lamina.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.compress.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DecompressionTest {
  private static final byte[] DATA = data();

  /** Returns bytes that can be packed, but not to nothing. */
  private static byte[] data() {
    byte[] data = new byte[20_000];
    Random random = new Random(1);
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (random.nextInt(10) < 7 ? 'a' : random.nextInt());
    }
    return data;
  }

  private static byte[] packed(Compression compression) throws IOException {
    if (compression == Compression.ZSTD) {
      return Zstd.compress(DATA);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer(compression, packed)) {
      out.write(DATA);
    }
    return packed.toByteArray();
  }

  private static OutputStream packer(Compression compression, OutputStream out) throws IOException {
    return switch (compression) {
      case GZIP -> new GZIPOutputStream(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case XZ -> new XZCompressorOutputStream(out);
      default -> out;
    };
  }

  private static byte[] unpacked(Compression compression, InputStream packed) throws IOException {
    try (InputStream in = Decompression.open(compression, packed, Limits.defaults())) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void open_ofWhatIsWhole_givesIt(Compression compression) throws IOException {
    assertThat(unpacked(compression, new ByteArrayInputStream(packed(compression))))
        .isEqualTo(DATA);
  }

  @ParameterizedTest
  @EnumSource(names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void open_ofWhatIsCutShort_isRefused(Compression compression) throws IOException {
    byte[] packed = packed(compression);

    for (int length : new int[] {8, 14, packed.length / 2, packed.length - 1}) {
      assertThatThrownBy(
              () -> unpacked(compression, new ByteArrayInputStream(Arrays.copyOf(packed, length))))
          .as("%d of %d bytes", length, packed.length)
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageStartingWith("the archive is damaged: ")
          .hasMessageNotContaining("null");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void open_ofWhatIsDamagedAnywhere_isRefusedOrGivesBytes(Compression compression)
      throws IOException {
    byte[] packed = packed(compression);
    long seed = 20_260_101L;
    Random random = new Random(seed);

    for (int round = 0; round < 300; round++) {
      byte[] damaged = packed.clone();
      for (int i = 0; i <= round % 3; i++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        byte[] unused = unpacked(compression, new ByteArrayInputStream(damaged));
      } catch (InvalidArchiveException e) {
        assertThat(e).hasMessageNotContaining("null");
      } catch (IOException | RuntimeException e) {
        fail("seed " + seed + ", round " + round, e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void open_ofASourceThatFails_throwsWhatItThrew(Compression compression) throws IOException {
    EOFException failure = new EOFException("of the source");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }
        };
    InputStream start = new ByteArrayInputStream(Arrays.copyOf(packed(compression), 1000));

    assertThatThrownBy(() -> unpacked(compression, new SequenceInputStream(start, broken)))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e == failure || e.getCause() == failure).isTrue());
  }
}
