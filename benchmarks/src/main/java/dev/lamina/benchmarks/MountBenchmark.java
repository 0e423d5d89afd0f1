package dev.lamina.benchmarks;

import dev.lamina.Building;
import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.overlay.OverlayImageStore;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * What it takes to mount an image of small layers and to unmount it, by both storages. How much of
 * it is the kernel's, the script {@code compare-mounts.sh} tells.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar MountBenchmark}, as root.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MountBenchmark {
  private static final String NAME = "layers:1";

  /** The storage. */
  @Param({"overlay", "vfs"})
  public String storage = "vfs";

  /** How many layers the image has. */
  @Param("20")
  public int layers = 20;

  private Path directory = Path.of("");
  private @Nullable ImageStore store;

  /** Makes a store with the image. */
  @Setup(Level.Trial)
  public void build() throws IOException {
    directory = Files.createTempDirectory("lamina-benchmark");
    ImageStore opened = open(directory.resolve("store"));
    store = opened;
    Building building = opened.fromScratch();
    for (int i = 0; i < layers; i++) {
      String name = "/dir/file-" + i;
      building = building.layer(files -> files.file(name, "content"));
    }
    building.named(NAME);
  }

  private ImageStore open(Path root) {
    StoreOptions options = StoreOptions.defaults().durability(Durability.FAST);
    return storage.equals("overlay")
        ? OverlayImageStore.open(root, options)
        : VfsImageStore.open(root, options);
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Objects.requireNonNull(store).close();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Mounts the image, and unmounts it. */
  @Benchmark
  public Path mountAndUnmount() {
    try (Mount mount = Objects.requireNonNull(store).mount(NAME).readOnly()) {
      return mount.root();
    }
  }
}
