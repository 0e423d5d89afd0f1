package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.PruneOption;
import dev.lamina.Reference;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the options of a prune say: which images are candidates and which of them stay. */
final class PruneRules {
  private static final Comparator<ImageRecord> OLDEST_FIRST =
      Comparator.comparing(image -> image.created().orElse(Instant.MIN));

  private final StoreState state;
  private final List<PruneOption> options;
  private final PruneFilters filters;
  private final LastUse lastUse;
  private final Instant now;

  PruneRules(StoreState state, List<PruneOption> options, Instant now, LastUse lastUse) {
    this.state = state;
    this.options = List.copyOf(options);
    this.filters = new PruneFilters(state, now);
    this.lastUse = lastUse;
    this.now = now;
  }

  private <T extends PruneOption> Stream<T> all(Class<T> type) {
    return options.stream().filter(type::isInstance).map(type::cast);
  }

  private boolean isGiven(PruneOption option) {
    return options.contains(option);
  }

  private List<Filter> given() {
    return all(Filter.class).toList();
  }

  /** Returns the images that may be taken, in the order in which they are. */
  List<ImageRecord> candidates() {
    Predicate<ListedImage> eligible = takesAll() ? this::isNotIntermediate : this::isDangling;
    return state
        .namedImages()
        .map(image -> new ListedImage(image, name -> true))
        .filter(eligible.and(filters.images(given())))
        .map(ListedImage::image)
        .sorted(order())
        .toList();
  }

  /** Engines say {@code dangling=false} for all. */
  private boolean takesAll() {
    boolean isAsked = isGiven(PruneOption.ALL_UNUSED) || isGiven(new Filter.Dangling(false));
    return isAsked && !isGiven(new Filter.Dangling(true));
  }

  private boolean isNotIntermediate(ListedImage image) {
    return image.hasReference() || hasNoChildren(image);
  }

  private boolean isDangling(ListedImage image) {
    return !image.hasTag() && hasNoChildren(image);
  }

  private boolean hasNoChildren(ListedImage image) {
    return !state.hasChildren(image.image().id());
  }

  /**
   * Engines go through a map, in any order. Here what was made last goes first, and so a child
   * before its parent; or, if only so much is to be released, what was used last goes last.
   */
  private Comparator<ImageRecord> order() {
    Comparator<ImageRecord> order =
        wantedBytes().isPresent() ? Comparator.comparing(lastUse::of) : OLDEST_FIRST.reversed();
    return order.thenComparing(image -> image.id().hex());
  }

  /** Returns after how many released bytes it is enough. */
  OptionalLong wantedBytes() {
    return all(PruneOption.UntilFree.class).mapToLong(PruneOption.UntilFree::bytes).min();
  }

  /** Returns which names are taken from an image. */
  Predicate<Reference> names() {
    return filters.names(given());
  }

  /** Returns which images stay, be they candidates or parents of such. */
  Predicate<ImageRecord> spared() {
    Stream<Predicate<ImageRecord>> used =
        all(PruneOption.SpareUsed.class).map(option -> this::isUsed);
    Stream<Predicate<ImageRecord>> recent =
        all(PruneOption.UnusedFor.class).map(option -> within(option.duration()));
    Stream<Predicate<ImageRecord>> newest =
        all(PruneOption.KeepLast.class).map(option -> newest(option.count()));
    return Stream.of(used, recent, newest)
        .flatMap(rules -> rules)
        .reduce(image -> false, Predicate::or);
  }

  private boolean isUsed(ImageRecord image) {
    return state.hasContainers(image.id());
  }

  private Predicate<ImageRecord> within(Duration duration) {
    return image -> Duration.between(lastUse.of(image), now).compareTo(duration) < 0;
  }

  private Predicate<ImageRecord> newest(int count) {
    Set<Digest> kept = KeptTags.images(state, count);
    return image -> kept.contains(image.id());
  }
}
