package dev.lamina.benchmarks;

import dev.lamina.Compression;
import dev.lamina.internal.compress.Compressors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How fast a layer is packed, and how small. The sizes are printed when a run ends.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Packing -p layer=PATH}, where the path is a
 * layer's tar, as it is unpacked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PackingBenchmark {
  /** The layer. */
  @Param("layer.tar")
  public String layer = "layer.tar";

  private byte[] content = {};
  private long packedSize;
  private final ExecutorService executor = Executors.newCachedThreadPool();

  /** Counts bytes. */
  private static final class Counter extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }

  /** What opens a stream that packs. */
  @FunctionalInterface
  private interface Opening {
    OutputStream open(OutputStream target) throws IOException;
  }

  /** Reads the layer. */
  @Setup(Level.Trial)
  public void read() throws IOException {
    content = Files.readAllBytes(Path.of(layer));
  }

  /** Says how small the layer became. */
  @TearDown(Level.Trial)
  public void tell() {
    executor.shutdown();
    System.out.printf(
        "%n%d of %d bytes, ratio %.3f%n",
        packedSize, content.length, (double) content.length / Math.max(1, packedSize));
  }

  private long pack(Opening opening) throws IOException {
    Counter counter = new Counter();
    try (OutputStream out = opening.open(counter)) {
      out.write(content);
    }
    packedSize = counter.count;
    return packedSize;
  }

  /** Packs by the JDK's stream, for comparison. */
  @Benchmark
  public long gzipOfTheJdk() throws IOException {
    return pack(GZIPOutputStream::new);
  }

  /** Packs as gzip on one core. */
  @Benchmark
  public long gzipOnOneCore() throws IOException {
    return pack(out -> Compressors.open(Compression.GZIP, out, Runnable::run));
  }

  /** Packs as gzip on all cores. */
  @Benchmark
  public long gzip() throws IOException {
    return pack(out -> Compressors.open(Compression.GZIP, out, executor));
  }

  /** Packs as Zstandard on one core. */
  @Benchmark
  public long zstdOnOneCore() throws IOException {
    return pack(out -> Compressors.open(Compression.ZSTD, out, Runnable::run));
  }

  /** Packs as Zstandard on all cores. */
  @Benchmark
  public long zstd() throws IOException {
    return pack(out -> Compressors.open(Compression.ZSTD, out, executor));
  }
}
