package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidFilterException;
import dev.lamina.PruneOption;
import dev.lamina.PruneReport;
import dev.lamina.Reference;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Plans what a prune removes: each name of each candidate in turn, without force, and what stands
 * against one of them is passed over in silence, as engines do.
 */
public final class PrunePlanner {
  private final Unlinking work;
  private final Remover remover;
  private final Predicate<ImageRecord> spared;
  private final Predicate<Reference> taken;
  private final OptionalLong wantedBytes;

  private PrunePlanner(StoreState state, PruneRules rules) {
    this.work = new Unlinking(state);
    this.spared = rules.spared();
    this.remover = new Remover(work, false, spared.negate());
    this.taken = rules.names();
    this.wantedBytes = rules.wantedBytes();
  }

  /**
   * Returns what a prune would do, and what that changes.
   *
   * @param lastUsed when an image was last used, if that was noted
   * @throws ImageNotFoundException if a filter names an image that is not there
   * @throws InvalidFilterException if a filter needs more than the catalogue
   */
  public static PlannedPrune plan(
      StoreState state,
      List<PruneOption> options,
      Instant now,
      Function<Digest, Optional<Instant>> lastUsed) {
    PruneRules rules = new PruneRules(state, options, now, new LastUse(lastUsed));
    return new PrunePlanner(state, rules).plan(rules.candidates());
  }

  private PlannedPrune plan(List<ImageRecord> candidates) {
    for (ImageRecord image : candidates) {
      if (!isEnough() && !spared.test(image) && isThere(image)) {
        take(image);
      }
    }
    List<ImageId> kept =
        candidates.stream().filter(this::isThere).map(image -> new ImageId(image.id())).toList();
    Effect effect = work.effect();
    return new PlannedPrune(new PruneReport(effect.steps(), kept), effect);
  }

  private boolean isEnough() {
    return wantedBytes.isPresent() && work.released() >= wantedBytes.getAsLong();
  }

  /** An image may be gone with a child that it was the parent of. */
  private boolean isThere(ImageRecord image) {
    return work.state().image(image.id()).isPresent();
  }

  private void take(ImageRecord image) {
    List<Reference> names = Names.of(work.state(), image.id());
    if (names.isEmpty()) {
      var unused = remover.byId(image);
    }
    names.stream().filter(taken).forEach(name -> take(image, name));
  }

  /** A name may be gone with the last tag of its repository. */
  private void take(ImageRecord image, Reference name) {
    if (work.state().target(name.canonical()).isPresent()) {
      var unused = remover.byName(image, name);
    }
  }
}
