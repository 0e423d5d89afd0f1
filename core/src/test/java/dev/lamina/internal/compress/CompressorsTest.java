package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.internal.compress.ZstdSamples.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CompressorsTest {
  private static final Executor REFUSING =
      task -> {
        throw new RejectedExecutionException();
      };

  /** Fails when it has taken a number of bytes. */
  private static final class FullDisk extends OutputStream {
    private int left;

    FullDisk(int left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("no space left on device");
      }
    }
  }

  private static byte[] pack(
      dev.lamina.Compression compression, byte[] content, Executor executor, int threads)
      throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = Compressors.open(compression, packed, executor, threads)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] unpack(dev.lamina.Compression compression, byte[] packed)
      throws IOException {
    return switch (compression) {
      case NONE -> packed;
      case GZIP -> GzipSamples.unpack(packed);
      case ZSTD -> ZstdSamples.unpack(packed);
    };
  }

  /** Unpacks with what others unpack with. */
  private static byte[] unpackElsewhere(dev.lamina.Compression compression, byte[] packed)
      throws IOException {
    return switch (compression) {
      case NONE -> packed;
      case GZIP -> {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
          yield in.readAllBytes();
        }
      }
      case ZSTD -> ZstdSamples.unpackNatively(packed);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, 0",
    "GZIP, 1",
    "GZIP, 32767",
    "GZIP, 262143",
    "GZIP, 262144",
    "GZIP, 262145",
    "GZIP, 524288",
    "GZIP, 3000000",
    "ZSTD, 0",
    "ZSTD, 1",
    "ZSTD, 131071",
    "ZSTD, 131072",
    "ZSTD, 131073",
    "ZSTD, 2097151",
    "ZSTD, 2097152",
    "ZSTD, 2097153",
    "ZSTD, 4194304",
    "ZSTD, 7000000",
    "NONE, 0",
    "NONE, 1",
    "NONE, 300000"
  })
  void packed_ofAnySize_isReadByOthersAndByUs(dev.lamina.Compression compression, int size)
      throws IOException {
    byte[] content = ZstdSamples.content(Kind.MIXED, size, 1);

    byte[] packed = pack(compression, content, Runnable::run, 2);

    assertThat(unpack(compression, packed)).isEqualTo(content);
    assertThat(unpackElsewhere(compression, packed)).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(dev.lamina.Compression.class)
  void packed_byAnyNumberOfThreadsInAnyPieces_isTheSame(dev.lamina.Compression compression)
      throws IOException {
    byte[] content = ZstdSamples.content(Kind.TAR, 9_000_000, 3);
    byte[] alone = pack(compression, content, REFUSING, 1);

    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      for (int threads : new int[] {1, 2, 3, 7, 16}) {
        assertThat(pack(compression, content, executor, threads)).isEqualTo(alone);
      }
      assertThat(packInPieces(compression, content, executor)).isEqualTo(alone);
    } finally {
      executor.shutdown();
    }
  }

  private static byte[] packInPieces(
      dev.lamina.Compression compression, byte[] content, Executor executor) throws IOException {
    Random random = new Random(5);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = Compressors.open(compression, packed, executor)) {
      out.write(content[0]);
      for (int at = 1; at < content.length; ) {
        int count = Math.min(random.nextInt(300_000), content.length - at);
        out.write(content, at, count);
        out.flush();
        at += count;
      }
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = dev.lamina.Compression.class,
      names = {"GZIP", "ZSTD"})
  void packed_whenNoTaskIsBegun_isPackedByTheWriter(dev.lamina.Compression compression)
      throws IOException {
    byte[] content = ZstdSamples.content(Kind.TEXT, 9_000_000, 3);
    Deque<Runnable> tasks = new ArrayDeque<>();

    byte[] packed = pack(compression, content, tasks::add, 2);
    tasks.forEach(Runnable::run);

    assertThat(unpack(compression, packed)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({"NONE, 1000", "GZIP, 5", "GZIP, 100000", "ZSTD, 3", "ZSTD, 100000"})
  void targetThatFails_isToldToTheWriterOnce(dev.lamina.Compression compression, int room)
      throws IOException {
    byte[] content = ZstdSamples.content(Kind.RANDOM, 20_000_000, 1);
    ExecutorService executor = Executors.newCachedThreadPool();

    OutputStream out = Compressors.open(compression, new FullDisk(room), executor, 2);
    assertThatThrownBy(() -> out.write(content)).hasMessage("no space left on device");

    if (compression != dev.lamina.Compression.NONE) {
      assertThatThrownBy(() -> out.write(1)).hasMessage("stream closed");
    }
    out.close();
    executor.shutdown();
  }

  @Test
  void packerThatFails_isToldToTheWriterAndEveryPackerIsFreed() throws IOException {
    FailingFormat format = new FailingFormat();

    OutputStream out = new BlockOutput(new FullDisk(1 << 20), Runnable::run, format, 3);
    assertThatThrownBy(() -> out.write(new byte[1000]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("block 5")
        .hasCauseInstanceOf(IllegalStateException.class);
    out.close();

    assertThat(format.open).isZero();
    assertThat(format.made).isEqualTo(4);
  }

  @Test
  void stream_thatIsClosedTwice_endsOnce() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    OutputStream out = Compressors.open(dev.lamina.Compression.GZIP, packed, Runnable::run);

    out.close();
    int length = packed.size();
    out.close();

    assertThat(packed.size()).isEqualTo(length);
    assertThatThrownBy(() -> out.write(1)).hasMessage("stream closed");
  }

  @Test
  void gzip_namesNoTimeAndNoSystem() throws IOException {
    byte[] packed = pack(dev.lamina.Compression.GZIP, new byte[10], Runnable::run, 1);

    assertThat(Arrays.copyOf(packed, 10)).containsExactly(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  }

  /** A format whose fifth block cannot be packed, and which counts its packers. */
  private static final class FailingFormat implements BlockFormat {
    private int made;
    private int open;
    private int packed;

    @Override
    public int blockSize() {
      return 10;
    }

    @Override
    public int overlap() {
      return 0;
    }

    @Override
    public BlockPacker newPacker() {
      made++;
      open++;
      return new BlockPacker() {
        private boolean closed;

        @Override
        public void pack(
            byte[] bytes, int start, int from, int to, boolean last, ByteArrayOutputStream out) {
          if (++packed == 5) {
            throw new IllegalStateException("block 5");
          }
        }

        @Override
        public void close() {
          open -= closed ? 0 : 1;
          closed = true;
        }
      };
    }

    @Override
    public byte[] header() {
      return new byte[0];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {}

    @Override
    public byte[] trailer() {
      return new byte[0];
    }
  }
}
