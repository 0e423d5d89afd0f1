package dev.lamina;

import java.time.Duration;

/**
 * What a prune takes away: by default images that are dangling. A {@link Filter} narrows it.
 *
 * <p>{@link #SPARE_USED}, {@link #keepLast}, {@link #unusedFor} and {@link #untilFree} go beyond
 * the engine.
 */
public sealed interface PruneOption
    permits Filter,
        PruneOption.AllUnused,
        PruneOption.SpareUsed,
        PruneOption.KeepLast,
        PruneOption.UnusedFor,
        PruneOption.UntilFree {
  /**
   * Takes every image that no container uses; of the names of one that a container does use, all
   * but the last, as engines do.
   */
  PruneOption ALL_UNUSED = new AllUnused();

  /** Spares all names of an image that a container uses. */
  PruneOption SPARE_USED = new SpareUsed();

  /** Spares, in each repository, the images of so many tags, the newest. */
  static PruneOption keepLast(int count) {
    return new KeepLast(count);
  }

  /** Spares images that were mounted, saved or given a container within this time. */
  static PruneOption unusedFor(Duration duration) {
    return new UnusedFor(duration);
  }

  /** Stops when layers of so many bytes are released; what was unused longest goes first. */
  static PruneOption untilFree(long bytes) {
    return new UntilFree(bytes);
  }

  /** {@link #ALL_UNUSED}. */
  record AllUnused() implements PruneOption {}

  /** {@link #SPARE_USED}. */
  record SpareUsed() implements PruneOption {}

  /** {@link #keepLast}. */
  record KeepLast(int count) implements PruneOption {
    /**
     * Makes an option.
     *
     * @throws IllegalArgumentException if the count is negative
     */
    public KeepLast {
      if (count < 0) {
        throw new IllegalArgumentException("negative count: " + count);
      }
    }
  }

  /** {@link #unusedFor}. */
  record UnusedFor(Duration duration) implements PruneOption {}

  /** {@link #untilFree}. */
  record UntilFree(long bytes) implements PruneOption {}
}
