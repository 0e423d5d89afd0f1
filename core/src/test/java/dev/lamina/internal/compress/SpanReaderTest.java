package dev.lamina.internal.compress;

import static dev.lamina.internal.compress.GzipSamples.concat;
import static dev.lamina.internal.compress.GzipSamples.gzip;
import static dev.lamina.internal.compress.GzipSamples.packedBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads at any place give what unpacking everything gives. */
final class SpanReaderTest {
  private static final int SPAN = 200_000;

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path path = memory.getPath("/checkpoints");
  private final SpanCache cache = new SpanCache(8 << 20);
  private final AtomicInteger opened = new AtomicInteger();

  /** Counts what is unpacked. */
  private final AtomicLong unpacked = new AtomicLong();

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6})
  void read_anyPlace_isWhatWasPacked(int level) throws IOException {
    byte[] data = GzipSamples.mixed(3_000_000, new Random(level));
    byte[] packed =
        concat(
            gzip(Arrays.copyOf(data, 1_000_000), level, 0, 0),
            gzip(Arrays.copyOfRange(data, 1_000_000, data.length), level, 0, 31));

    checkRandomReads(reader(packed, SPAN, new SpanCache(1 << 20)), data, level);
  }

  @Test
  void read_filesOnDisk_isWhatWasPacked(@TempDir Path directory) throws IOException {
    byte[] data = GzipSamples.mixed(1_000_000, new Random(5));
    Path blob = Files.write(directory.resolve("blob"), gzip(data));
    CheckpointFile checkpoints =
        GzipSamples.checkpoints(directory.resolve("checkpoints"), gzip(data), SPAN);

    try (FileChannel channel = FileChannel.open(blob)) {
      PackedBytes packed = packedFile(channel, Files.size(blob));
      checkRandomReads(
          new SpanReader("layer", packed, checkpoints, SpanDecoder.GZIP, cache), data, 5);
    }
  }

  private static PackedBytes packedFile(FileChannel channel, long size) {
    return new PackedBytes() {
      @Override
      public int read(ByteBuffer target, long position) throws IOException {
        return channel.read(target, position);
      }

      @Override
      public long size() {
        return size;
      }
    };
  }

  private static void checkRandomReads(SpanReader reader, byte[] data, long seed)
      throws IOException {
    Random random = new Random(seed);
    assertThat(reader.size()).isEqualTo(data.length);
    for (int i = 0; i < 150; i++) {
      int length = 1 + random.nextInt(1 << random.nextInt(20));
      int position = random.nextInt(data.length);
      ByteBuffer target = ByteBuffer.allocate(length + 5).position(3).limit(length + 3);

      int count = reader.read(target, position);

      int expected = Math.min(length, data.length - position);
      assertThat(count).isEqualTo(expected);
      assertThat(target.position()).isEqualTo(3 + expected);
      assertThat(
              Arrays.equals(target.array(), 3, 3 + expected, data, position, position + expected))
          .as("seed %d, read %d", seed, i)
          .isTrue();
    }
  }

  @Test
  void read_atTheEnd_isTheEnd() throws IOException {
    SpanReader reader = reader(gzip(new byte[10]), SPAN, cache);

    assertThat(reader.read(ByteBuffer.allocate(1), 10)).isEqualTo(-1);
    assertThat(reader.read(ByteBuffer.allocate(1), Long.MAX_VALUE)).isEqualTo(-1);
    assertThat(reader.read(ByteBuffer.allocate(0), 5)).isZero();
    assertThat(reader.read(ByteBuffer.allocate(3), 9)).isEqualTo(1);
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(reader(gzip(new byte[0]), memory.getPath("/empty")).read(ByteBuffer.allocate(1), 0))
        .isEqualTo(-1);
  }

  @Test
  void read_inSequence_unpacksOnce() throws IOException {
    byte[] data = GzipSamples.text(6_000_000, new Random(1));
    SpanCache small = new SpanCache(3 << 20);
    SpanReader reader = reader(gzip(data), 1 << 20, small);

    checkSequence(reader, data);

    assertThat(unpacked.get()).isEqualTo(data.length);
    assertThat(opened.get()).isLessThanOrEqualTo(6);
  }

  @Test
  void read_longSpanInSequence_unpacksOnce() throws IOException {
    byte[] data = new byte[64 << 20];
    data[40_000_000] = 1;
    SpanReader reader = reader(gzip(data), Integer.MAX_VALUE, new SpanCache(10 << 20));

    checkSequence(reader, data);

    assertThat(unpacked.get()).isEqualTo(data.length);
    assertThat(opened.get()).isEqualTo(1);
  }

  @Test
  void read_insideALongSpan_unpacksOnlyWhatIsBefore() throws IOException {
    byte[] data = GzipSamples.text(9_000_000, new Random(2));
    SpanReader reader = reader(gzip(data), Integer.MAX_VALUE, new SpanCache(32 << 20));
    ByteBuffer target = ByteBuffer.allocate(4);

    assertThat(reader.read(target, 5_000_000)).isEqualTo(4);

    assertThat(target.array()).isEqualTo(Arrays.copyOfRange(data, 5_000_000, 5_000_004));
    assertThat(unpacked.get()).isEqualTo(39 << 17);
    assertThat(reader.read(target.clear(), 100)).isEqualTo(4);
    assertThat(target.array()).isEqualTo(Arrays.copyOfRange(data, 100, 104));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 17, 1 << 20, 5 << 20, 40 << 20})
  void read_everything_keepsTheCacheWithinItsBounds(long limit) throws IOException {
    byte[] data = GzipSamples.mixed(20_000_000, new Random(3));
    SpanCache bounded = new SpanCache(limit);
    SpanReader reader = reader(gzip(data), 1 << 20, bounded);
    ByteBuffer target = ByteBuffer.allocate(100_000);

    for (long at = 0; at < data.length; at += target.capacity()) {
      assertThat(reader.read(target.clear(), at)).isEqualTo(target.capacity());
      assertThat(bounded.bytes()).isLessThanOrEqualTo(limit);
    }

    assertThat(bounded.pieceBytes()).isBetween(1 << 16, 1 << 17);
    if (limit > 0) {
      assertThat(bounded.bytes()).isPositive();
    }
  }

  @Test
  void read_sameContentByTwoReaders_isUnpackedOnce() throws IOException {
    byte[] data = GzipSamples.text(500_000, new Random(4));
    byte[] packed = gzip(data);
    SpanReader first = reader(packed, memory.getPath("/first"));
    SpanReader second = reader(packed, memory.getPath("/second"));

    checkSequence(first, data);
    checkSequence(second, data);

    assertThat(unpacked.get()).isEqualTo(data.length);
  }

  @Test
  void read_sameSpanByManyThreads_isUnpackedOnce() throws Exception {
    byte[] data = GzipSamples.text(900_000, new Random(5));
    SpanReader reader = reader(gzip(data), 1 << 20, cache);
    CyclicBarrier start = new CyclicBarrier(8);

    inParallel(
        8,
        thread -> {
          int unused = start.await();
          ByteBuffer target = ByteBuffer.allocate(1000);
          assertThat(reader.read(target, thread * 100_000L)).isEqualTo(1000);
          assertThat(target.array())
              .isEqualTo(Arrays.copyOfRange(data, thread * 100_000, thread * 100_000 + 1000));
          return null;
        });

    assertThat(opened.get()).isEqualTo(1);
  }

  @Test
  void read_anyPlaceByManyThreads_isWhatWasPacked() throws Exception {
    byte[] data = GzipSamples.mixed(8_000_000, new Random(6));
    SpanReader spans = reader(gzip(data), SPAN, new SpanCache(1 << 20));
    SpanReader pieces =
        reader(gzip(data), memory.getPath("/long"), Integer.MAX_VALUE, new SpanCache(4 << 20));

    inParallel(
        4,
        thread -> {
          checkRandomReads(spans, data, thread);
          checkSequence(pieces, data);
          return null;
        });
  }

  @Test
  void read_afterAFailure_triesAgain() throws IOException {
    byte[] data = GzipSamples.text(500_000, new Random(7));
    byte[] packed = gzip(data);
    IOException failure = new IOException("disk");
    SpanDecoder failsOnce =
        (bytes, checkpoint) -> {
          if (opened.getAndIncrement() == 0) {
            throw failure;
          }
          return SpanDecoder.GZIP.open(bytes, checkpoint);
        };
    SpanReader reader =
        new SpanReader(
            "layer",
            packedBytes(packed),
            GzipSamples.checkpoints(path, packed, SPAN),
            failsOnce,
            cache);

    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 5)).isSameAs(failure);
    checkSequence(reader, data);
  }

  @Test
  void read_otherPackedBytes_isRefused() {
    byte[] packed = gzip(GzipSamples.text(500_000, new Random(8)));
    CheckpointFile checkpoints = GzipSamples.checkpoints(path, packed, SPAN);
    byte[] shorter = gzip(new byte[20]);
    byte[] start =
        concat(Arrays.copyOf(packed, 10), Arrays.copyOfRange(shorter, 10, shorter.length));
    SpanReader reader =
        new SpanReader("layer", packedBytes(start), checkpoints, SpanDecoder.GZIP, cache);

    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 5))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("of another stream");
    assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(10), 400_000))
        .isInstanceOf(EOFException.class);
  }

  private static void checkSequence(SpanReader reader, byte[] data) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(70_000);
    int at = 0;
    for (int n; (n = reader.read(target.clear(), at)) > 0; at += n) {
      assertThat(Arrays.equals(target.array(), 0, n, data, at, at + n)).isTrue();
    }
    assertThat(at).isEqualTo(data.length);
  }

  private SpanReader reader(byte[] packed, int span, SpanCache with) {
    return reader(packed, path, span, with);
  }

  private SpanReader reader(byte[] packed, Path file) {
    return reader(packed, file, SPAN, cache);
  }

  private SpanReader reader(byte[] packed, Path file, int span, SpanCache with) {
    SpanDecoder counting =
        (bytes, checkpoint) -> {
          opened.incrementAndGet();
          return counting(SpanDecoder.GZIP.open(bytes, checkpoint));
        };
    return new SpanReader(
        "layer", packedBytes(packed), GzipSamples.checkpoints(file, packed, span), counting, with);
  }

  private InputStream counting(InputStream in) {
    return new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("not byte by byte");
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        unpacked.addAndGet(Math.max(count, 0));
        return count;
      }

      @Override
      public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        unpacked.addAndGet(skipped);
        return skipped;
      }
    };
  }

  private static void inParallel(int threads, Task task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        tasks.add(() -> task.run(thread));
      }
      for (Future<Object> done : executor.invokeAll(tasks)) {
        assertThat(done.get()).isNull();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** What a thread does. */
  @FunctionalInterface
  private interface Task {
    Object run(int thread) throws Exception;
  }
}
