package dev.lamina.benchmarks;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
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
 * What a look at one file of a mounted image costs: its attributes, and 4 KiB of it, at a place
 * where nobody has read lately, or again and again.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Reading -p image=PATH}, where the path is a
 * {@code docker save} archive or an OCI layout of several hundred megabytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadingBenchmark {
  private static final int LENGTH = 4096;

  /** The archive or layout. */
  @Param("image.tar")
  public String image = "image.tar";

  private Path directory = Path.of("");
  private @Nullable ImageStore store;
  private @Nullable Mount mounted;
  private List<Path> files = List.of();
  private List<LongFile> longFiles = List.of();

  private record LongFile(Path path, long size) {}

  /** What each thread has for itself: {@code -t 2} tells whether readers disturb each other. */
  @State(Scope.Thread)
  public static class Reader {
    private final SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
    private final ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
  }

  /** Loads and mounts the image. */
  @Setup(Level.Trial)
  public void load() throws IOException {
    directory = Directories.make();
    ImageStore opened =
        VfsImageStore.open(directory, StoreOptions.defaults().durability(Durability.FAST));
    store = opened;
    Mount mount = opened.mount(opened.load(Path.of(image)).get(0).id()).readOnly();
    mounted = mount;
    try (Stream<Path> found = Files.walk(mount.root())) {
      files = found.filter(ReadingBenchmark::isFile).toList();
    }
    longFiles =
        files.stream()
            .map(file -> new LongFile(file, size(file)))
            .filter(file -> file.size() > 4L * LENGTH)
            .toList();
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Objects.requireNonNull(mounted).close();
    Objects.requireNonNull(store).close();
    Directories.delete(directory);
  }

  /** Asks for the attributes of any file, by its path. */
  @Benchmark
  public BasicFileAttributes lookUp(Reader reader) throws IOException {
    Path file = files.get(reader.random.nextInt(files.size()));
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens any file that is not short, and reads anywhere in it. */
  @Benchmark
  public int readAnywhere(Reader reader) throws IOException {
    LongFile file = longFiles.get(reader.random.nextInt(longFiles.size()));
    return read(file.path(), reader.random.nextLong(file.size() - LENGTH), reader.buffer);
  }

  /** Reads the same again. */
  @Benchmark
  public int readAgain(Reader reader) throws IOException {
    return read(longFiles.get(0).path(), LENGTH, reader.buffer);
  }

  private static int read(Path file, long position, ByteBuffer buffer) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return channel.position(position).read(buffer.clear());
    }
  }
}
