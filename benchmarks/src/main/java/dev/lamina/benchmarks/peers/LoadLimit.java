package dev.lamina.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What any program in Java that loads gzip layers, verifies and keeps them must do: inflate, both
 * digests, and writing the packed bytes. Each is done alone, and its CPU seconds are printed.
 *
 * <p>Arguments: a directory to write to, and the layers.
 */
public final class LoadLimit {
  private static final int BUFFER = 256 * 1024;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final byte[] buffer = new byte[BUFFER];

  private LoadLimit() {}

  /** One thing that must be done with a layer. */
  @FunctionalInterface
  private interface Part {
    void run(Path layer) throws IOException;
  }

  /** Measures, and prints a line for each part. */
  public static void main(String[] args) throws IOException {
    List<Path> layers = Stream.of(args).skip(1).map(Path::of).toList();
    Path copy = Path.of(args[0], "copy");
    LoadLimit limit = new LoadLimit();
    double inflating = limit.seconds(layers, limit::inflate);
    limit.print("inflate", inflating);
    limit.print(
        "sha256 packed", limit.seconds(layers, layer -> limit.hash(Files.newInputStream(layer))));
    // The tar is not kept anywhere: what inflating takes is subtracted.
    double both = limit.seconds(layers, layer -> limit.hash(limit.unpacked(layer)));
    limit.print("sha256 unpacked", Math.max(0, both - limit.seconds(layers, limit::inflate)));
    limit.print("write", limit.seconds(layers, layer -> limit.copy(layer, copy)));
  }

  private void print(String part, double seconds) {
    System.out.printf(Locale.ROOT, "%s\t%.3f%n", part.replace(' ', '-'), seconds);
  }

  private double seconds(List<Path> layers, Part part) throws IOException {
    long start = threads.getCurrentThreadCpuTime();
    for (Path layer : layers) {
      part.run(layer);
    }
    return (double) (threads.getCurrentThreadCpuTime() - start) / TimeUnit.SECONDS.toNanos(1);
  }

  private InputStream unpacked(Path layer) throws IOException {
    return new GZIPInputStream(Files.newInputStream(layer), BUFFER);
  }

  private void inflate(Path layer) throws IOException {
    try (InputStream in = unpacked(layer)) {
      while (in.read(buffer) >= 0) {
        // Nothing is done with it.
      }
    }
  }

  private void hash(InputStream bytes) throws IOException {
    try (InputStream in = bytes) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
      byte[] unused = sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void copy(Path layer, Path copy) throws IOException {
    try (InputStream in = Files.newInputStream(layer);
        OutputStream out = Files.newOutputStream(copy)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
    Files.delete(copy);
  }
}
