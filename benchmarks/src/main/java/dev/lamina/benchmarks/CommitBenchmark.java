package dev.lamina.benchmarks;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * How long it takes to add files to an image of very many, and to make the changes an image.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Commit}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CommitBenchmark {
  private static final int FILES = 100_000;
  private static final String NAME = "large:1";

  /** How many files are added, of 10 KiB each. */
  @Param({"1", "1000"})
  public int added = 1;

  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] content = new byte[10 * 1024];
  private Path directory = Path.of("");
  private @Nullable ImageStore store;

  /** Makes a store with the image. */
  @Setup(Level.Trial)
  public void load() throws IOException {
    directory = Directories.make();
    ImageStore opened =
        VfsImageStore.open(
            directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
    store = opened;
    Path tar = directory.resolve("layer.tar");
    int unused = LargeTree.write(tar, FILES);
    opened.importRootfs(tar).named(NAME);
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Objects.requireNonNull(store).close();
    Directories.delete(directory);
  }

  /** Adds files, and commits them. */
  @Benchmark
  public Image commit() throws IOException {
    try (WritableMount mount = Objects.requireNonNull(store).mount(NAME).readWrite()) {
      random.nextBytes(content);
      for (int i = 0; i < added; i++) {
        Files.write(mount.root().resolve("added-" + i), content);
      }
      return mount.commit().named("changed:1");
    }
  }
}
