package dev.lamina.benchmarks;

import dev.lamina.internal.compress.Checkpoint;
import dev.lamina.internal.compress.GzipInput;
import dev.lamina.internal.compress.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How fast a layer is unpacked: by the library, with and without checkpoints, and by the JDK.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Decoding.gzip -p layer=PATH}, where the path
 * is a layer as it is packed; {@code Decoding.zstd} for one that is packed as Zstandard.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DecodingBenchmark {
  /** The layer. */
  @Param("layer.tar.gz")
  public String layer = "layer.tar.gz";

  private final byte[] buffer = new byte[256 * 1024];
  private byte[] packed = {};
  private long checkpointBytes;

  /** Reads the layer. */
  @Setup
  public void read() throws IOException {
    packed = Files.readAllBytes(Path.of(layer));
  }

  private InputStream packed() {
    return new ByteArrayInputStream(packed);
  }

  private long drain(InputStream in) throws IOException {
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      size += n;
    }
    return size;
  }

  private void count(Checkpoint checkpoint) {
    checkpointBytes += checkpoint.window().remaining();
  }

  /** Unpacks gzip, and keeps nothing. */
  @Benchmark
  public long gzip() throws IOException {
    return drain(new GzipInput(packed()));
  }

  /** Unpacks gzip, and finds the places where one can begin to read. */
  @Benchmark
  public long gzipWithCheckpoints() throws IOException {
    checkpointBytes = 0;
    return drain(new GzipInput(packed(), this::count, GzipInput.DEFAULT_SPAN)) + checkpointBytes;
  }

  /** Unpacks gzip by the JDK, for comparison. */
  @Benchmark
  public long gzipOfTheJdk() throws IOException {
    return drain(new GZIPInputStream(packed(), buffer.length));
  }

  /** Unpacks Zstandard. */
  @Benchmark
  public long zstd() throws IOException {
    return drain(new ZstdInput(packed()));
  }
}
