package dev.lamina.benchmarks;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.Repository;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.ListedImage;
import dev.lamina.internal.lifecycle.Listing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What listing costs in a store of many images, of which each tenth has no name and each fiftieth a
 * parent; repositories have a hundred tags each.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Listing}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ListingBenchmark {
  private static final long FIRST_SECOND = 1_700_000_000;

  /** How many images. */
  @Param("100000")
  public int images = 100_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private StoreState state = StoreState.empty();

  /** Makes the store's state. */
  @Setup
  public void fill() {
    Digest previous = digest();
    for (int i = 0; i < images; i++) {
      Digest id = digest();
      state = state.apply(new Change.PutImage(image(id, i, previous)));
      if (i % 10 != 9) {
        state = state.apply(new Change.PutReference(name(i), id));
      }
      previous = id;
    }
  }

  private ImageRecord image(Digest id, int number, Digest previous) {
    ImageRecord.Builder image =
        ImageRecord.builder(id)
            .created(Instant.ofEpochSecond(FIRST_SECOND + random.nextInt(10_000_000)))
            .labels(Map.of("tier", "t" + number % 10, "org.example", "x"));
    return (number % 50 == 0 ? image.parent(previous) : image).build();
  }

  private static String name(int number) {
    String path = number % 2 == 0 ? "library" : "team";
    return "docker.io/" + path + "/app" + number % 1000 + ":" + number;
  }

  private Digest digest() {
    byte[] value = new byte[32];
    random.nextBytes(value);
    return Digest.sha256(value);
  }

  private List<ListedImage> list(Filter... filters) {
    return Listing.list(state, List.of(filters), false, Instant.EPOCH).toList();
  }

  /** Lists all images. */
  @Benchmark
  public List<ListedImage> all() {
    return list();
  }

  /** Lists each tenth image. */
  @Benchmark
  public List<ListedImage> labelOfFew() {
    return list(Filter.parse("label=tier=t3"));
  }

  /** Lists all images, for a label that they all have. */
  @Benchmark
  public List<ListedImage> labelOfAll() {
    return list(Filter.parse("label=org.example"));
  }

  /** Lists each eighteenth image, for what its name begins with. */
  @Benchmark
  public List<ListedImage> patternOfFew() {
    return list(Filter.parse("reference=app7*"));
  }

  /** Lists two of five images, for a slash in their name. */
  @Benchmark
  public List<ListedImage> patternOfMany() {
    return list(Filter.parse("reference=*/*"));
  }

  /** Lists one repository. */
  @Benchmark
  public List<ListedImage> repository() {
    return list(new Filter.InRepository(Repository.parse("app8")));
  }

  /** Lists the images without tag or child. */
  @Benchmark
  public List<ListedImage> dangling() {
    return list(new Filter.Dangling(true));
  }
}
