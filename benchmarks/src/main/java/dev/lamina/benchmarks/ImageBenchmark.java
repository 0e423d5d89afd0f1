package dev.lamina.benchmarks;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
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
 * What a program does with an image: load it, list, mount, walk, and read all its files.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar -p image=PATH}, where the path is a {@code
 * docker save} archive or an OCI layout.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ImageBenchmark {
  /** The archive or layout. */
  @Param("image.tar")
  public String image = "image.tar";

  private Path directory = Path.of("");
  private @Nullable ImageStore store;
  private @Nullable Image loaded;

  /** Loads the image once. */
  @Setup(Level.Trial)
  public void load() throws IOException {
    directory = Directories.make();
    ImageStore opened = open(directory.resolve("store"));
    store = opened;
    loaded = opened.load(Path.of(image)).get(0);
  }

  private ImageStore store() {
    return Objects.requireNonNull(store);
  }

  private Image loaded() {
    return Objects.requireNonNull(loaded);
  }

  private static ImageStore open(Path root) {
    return VfsImageStore.open(root, StoreOptions.defaults().durability(Durability.FAST));
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    store().close();
    Directories.delete(directory);
  }

  /** Loads the image into an empty store. */
  @Benchmark
  public List<Image> loadIntoEmptyStore() throws IOException {
    Path root = Files.createTempDirectory(directory, "load");
    try (ImageStore empty = open(root)) {
      return empty.load(Path.of(image));
    } finally {
      Directories.delete(root);
    }
  }

  /** Lists the store's images. */
  @Benchmark
  public List<Image> list() {
    return store().images().list();
  }

  /** Opens the store, which has the image. */
  @Benchmark
  public int openStore() {
    try (ImageStore again = open(directory.resolve("store"))) {
      return again.images().count();
    }
  }

  /** Mounts the image and looks up a name that is not there. */
  @Benchmark
  public boolean mount() {
    try (Mount mount = store().mount(loaded().id()).readOnly()) {
      return Files.exists(mount.root().resolve("no/such/file"));
    }
  }

  /** Mounts the image and visits every file. */
  @Benchmark
  public long walk() throws IOException {
    try (Mount mount = store().mount(loaded().id()).readOnly();
        Stream<Path> files = Files.walk(mount.root())) {
      return files.count();
    }
  }

  /** Mounts the image and reads every file. */
  @Benchmark
  public long readAll() throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (Mount mount = store().mount(loaded().id()).readOnly();
        Stream<Path> files = Files.walk(mount.root())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              bytes += n;
            }
          }
        }
      }
    }
    return bytes;
  }
}
