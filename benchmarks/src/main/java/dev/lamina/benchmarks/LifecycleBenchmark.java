package dev.lamina.benchmarks;

import dev.lamina.Digest;
import dev.lamina.PruneOption;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.DiskUsageCalculator;
import dev.lamina.internal.lifecycle.PlannedPrune;
import dev.lamina.internal.lifecycle.PlannedRemoval;
import dev.lamina.internal.lifecycle.PrunePlanner;
import dev.lamina.internal.lifecycle.RemovalPlanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * What planning and counting cost in a store of many images, which share base and top but not the
 * layer between. Listing has a class of its own.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Lifecycle}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LifecycleBenchmark {
  /** How many images. */
  @Param("100000")
  public int images = 100_000;

  private StoreState state = StoreState.empty();
  private int next;

  /** Makes the store's state. */
  @Setup
  public void fill() {
    List<Digest> shared = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      shared.add(layer(-i));
    }
    for (int i = 0; i < images; i++) {
      List<Digest> diffIds = new ArrayList<>(shared);
      diffIds.add(4, layer(i));
      Digest id = digest(2L * Integer.MAX_VALUE + i);
      state =
          state
              .apply(new Change.PutImage(ImageRecord.builder(id).diffIds(diffIds).build()))
              .apply(new Change.PutReference("docker.io/library/app:" + i, id));
    }
  }

  private Digest layer(int number) {
    Digest diffId = digest(number);
    LayerForm form = new LayerForm(digest(Integer.MAX_VALUE + (long) number), 1, "gzip");
    LayerRecord layer = new LayerRecord(diffId, 1, 1, List.of(form));
    state = state.apply(new Change.PutLayer(layer));
    return diffId;
  }

  private static Digest digest(long number) {
    byte[] value = new byte[32];
    new SplittableRandom(number).nextBytes(value);
    return Digest.sha256(value);
  }

  /** Plans to remove one image, by name, with its layers. */
  @Benchmark
  public PlannedRemoval planRemoval() {
    next = (next + 7919) % images;
    return RemovalPlanner.prepare(state, "app:" + next, Optional.empty(), Set.of());
  }

  /** Looks for dangling images, of which there are none. */
  @Benchmark
  public PlannedPrune planPrune() {
    return prune();
  }

  /** Plans to remove all images. */
  @Benchmark
  public PlannedPrune planPruneOfAll() {
    return prune(PruneOption.ALL_UNUSED);
  }

  private PlannedPrune prune(PruneOption... options) {
    return PrunePlanner.plan(state, List.of(options), Instant.EPOCH, id -> Optional.empty());
  }

  /** Counts what the layers take. */
  @Benchmark
  public DiskUsageCalculator.Total diskUsage() {
    return DiskUsageCalculator.total(state);
  }
}
