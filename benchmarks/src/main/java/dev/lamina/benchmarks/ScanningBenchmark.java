package dev.lamina.benchmarks;

import dev.lamina.Limits;
import dev.lamina.internal.layer.LayerFacts;
import dev.lamina.internal.layer.LayerIndexWriter;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
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
 * What is done with a layer's tar when it is loaded, each thing alone.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Scanning -p layer=PATH}, where the path is a
 * layer's tar, as it is unpacked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ScanningBenchmark {
  /** The layer. */
  @Param("layer.tar")
  public String layer = "layer.tar";

  private byte[] tar = {};
  private Path directory = Path.of("");

  /** Reads the layer. */
  @Setup(Level.Trial)
  public void read() throws IOException {
    tar = Files.readAllBytes(Path.of(layer));
    directory = Directories.make();
  }

  /** Removes the index. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Directories.delete(directory);
  }

  /** Computes the digest. */
  @Benchmark
  public byte[] digest() throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(tar);
  }

  /** Reads all headers. */
  @Benchmark
  public long headers() throws IOException {
    LayerTarReader reader = reader();
    long members = 0;
    while (reader.next() != null) {
      members++;
    }
    return members;
  }

  private LayerTarReader reader() {
    return new LayerTarReader(new ByteArrayInputStream(tar), Limits.none());
  }

  /** Reads all headers by commons-compress, for comparison. */
  @Benchmark
  public long headersByCommonsCompress() throws IOException {
    long members = 0;
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      while (in.getNextEntry() != null) {
        members++;
      }
    }
    return members;
  }

  /** Reads all headers, and writes the index. */
  @Benchmark
  public LayerFacts index() throws IOException {
    LayerTarReader reader = reader();
    Path index = directory.resolve("index");
    try (LayerIndexWriter writer = new LayerIndexWriter(directory)) {
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        writer.add(member);
      }
      return writer.finish(index, tar.length, false);
    } finally {
      Files.delete(index);
    }
  }
}
