package dev.lamina.benchmarks;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A tree of very many entries: how long it takes to mount it and to walk through it, and how much
 * heap and disk it takes, which is printed when a run begins.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar LargeTree}.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LargeTreeBenchmark {
  private static final String NAME = "large:1";

  /** How many files the tree has; every hundred of them are in a directory of their own. */
  @Param("1000000")
  public int files = 1_000_000;

  private Path directory = Path.of("");
  private @Nullable ImageStore store;
  private @Nullable Mount mounted;

  /** Counts what it sees. */
  private static final class Counter extends SimpleFileVisitor<Path> {
    private long count;

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      count++;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      count++;
      return FileVisitResult.CONTINUE;
    }
  }

  /** Makes a store with the image. */
  @Setup(Level.Trial)
  public void load() throws IOException {
    directory = Directories.make();
    Path tar = directory.resolve("layer.tar");
    int entries = LargeTree.write(tar, files);
    try (ImageStore filled = open()) {
      filled.importRootfs(tar).named(NAME);
    }
    Files.delete(tar);
    ImageStore opened = open();
    store = opened;
    long before = usedHeap();
    mounted = opened.mount(NAME).readOnly();
    long after = usedHeap();
    System.out.printf(
        "%n%d entries: %.1f bytes of index and %.1f bytes of heap each%n",
        entries, (double) indexBytes() / entries, (double) Math.max(0, after - before) / entries);
  }

  private ImageStore open() {
    return VfsImageStore.open(
        directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
  }

  @SuppressWarnings("SystemGc") // What is left after a collection is what is measured.
  private static long usedHeap() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Returns the length of all files of the store but the layer itself: the catalogue is small. */
  private long indexBytes() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      long bytes = 0;
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        bytes += path.toString().contains("blobs") ? 0 : Files.size(path);
      }
      return bytes;
    }
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Objects.requireNonNull(mounted).close();
    Objects.requireNonNull(store).close();
    Directories.delete(directory);
  }

  /** Mounts the image, in a JVM that has done so once, and looks at its root. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(3)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public boolean mount() {
    try (Mount mount = Objects.requireNonNull(store).mount(NAME).readOnly()) {
      return Files.exists(mount.root().resolve("module-0/package-0"));
    }
  }

  /** Visits every entry, and its attributes. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Fork(1)
  public long walk() throws IOException {
    Counter counter = new Counter();
    Files.walkFileTree(Objects.requireNonNull(mounted).root(), counter);
    return counter.count;
  }
}
