package dev.lamina.benchmarks;

import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * What a small change costs in a store of many images, and to open it and list them.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Catalogue}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CatalogueBenchmark {
  private static final int LAYERS = 200;

  /** The number of the image that is named and looked for. */
  private static final int USED = 7;

  /** How many images. */
  @Param({"100", "10000", "100000"})
  public int images = 100;

  /** Whether a change outlasts a power failure. */
  @Param({"FAST", "FULL"})
  public Durability durability = Durability.FAST;

  private Path directory = Path.of("");
  private @Nullable ImageStore store;

  /** Makes the store: its images are known, but only one has a file, its configuration. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    directory = Directories.make();
    open().close();
    SplittableRandom random = new SplittableRandom(1);
    List<Change> changes = new ArrayList<>();
    List<Digest> layers = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      Digest diffId = any(random);
      layers.add(diffId);
      LayerForm form = new LayerForm(diffId, 1, "plain");
      changes.add(new Change.PutLayer(new LayerRecord(diffId, 1, 1, List.of(form))));
    }
    for (int i = 0; i < images; i++) {
      Digest id = i == USED ? configured() : any(random);
      List<Digest> own =
          Stream.generate(() -> layers.get(random.nextInt(LAYERS))).limit(6).toList();
      Instant created = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
      changes.add(
          new Change.PutImage(
              ImageRecord.builder(id).labels(Map.of()).created(created).diffIds(own).build()));
      changes.add(new Change.PutReference("docker.io/library/app:" + i, id));
    }
    try (Catalog catalog = Catalog.open(directory, Durability.FULL, Duration.ofSeconds(10))) {
      catalog.commit(state -> new Transaction(changes));
      catalog.compact();
    }
    store = open();
  }

  private static Digest any(SplittableRandom random) {
    byte[] value = new byte[32];
    random.nextBytes(value);
    return Digest.sha256(value);
  }

  /** Returns the digest of a configuration, which is among the blobs. */
  private Digest configured() throws IOException {
    byte[] config = "{\"rootfs\":{\"type\":\"layers\"}}".getBytes(StandardCharsets.UTF_8);
    try {
      Digest id = Digest.sha256(MessageDigest.getInstance("SHA-256").digest(config));
      Path unused = Files.write(directory.resolve("blobs/sha256").resolve(id.hex()), config);
      return id;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private ImageStore open() {
    return VfsImageStore.open(directory, StoreOptions.defaults().durability(durability));
  }

  /** Removes the store. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Objects.requireNonNull(store).close();
    Directories.delete(directory);
  }

  /** Gives an image a name, and takes it away. */
  @Benchmark
  public Image tagAndUntag() {
    ImageStore opened = Objects.requireNonNull(store);
    opened.tag("app:" + USED).with("other:1");
    return opened.untag("other:1");
  }

  /** Lists all images. */
  @Benchmark
  public List<Image> list() {
    return Objects.requireNonNull(store).images().list();
  }

  /** Opens the store, and looks for an image. */
  @Benchmark
  public Image openStore() {
    try (ImageStore again = open()) {
      return again.image("app:" + USED);
    }
  }
}
