package dev.lamina.internal.lifecycle;

import dev.lamina.Filter;
import dev.lamina.InvalidFilterException;
import dev.lamina.Reference;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What filters mean to a prune. It differs from a listing in three things, as with engines: an
 * image made at the very time of {@code until} is in; one whose config says nothing of containers
 * is in whatever labels are asked for; and {@code label!} leaves out what has all labels so denied.
 */
final class PruneFilters {
  private final StoreState state;
  private final Instant now;

  PruneFilters(StoreState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** Returns what meets all of some filters. */
  Predicate<ListedImage> images(List<Filter> filters) {
    Predicate<ListedImage> all =
        filters.stream()
            .filter(filter -> !isMode(filter) && !isLabel(filter) && !isNoLabel(filter))
            .map(this::image)
            .reduce(Predicate::and)
            .orElse(image -> true);
    return all.and(
        image -> image.image().labels().map(labels -> meets(labels, filters)).orElse(true));
  }

  /** Returns which names of an image are meant: those that the filters on names let through. */
  Predicate<Reference> names(List<Filter> filters) {
    return filters.stream().map(this::name).reduce(name -> true, Predicate::and);
  }

  private static boolean isMode(Filter filter) {
    return filter instanceof Filter.Dangling;
  }

  private static boolean isLabel(Filter filter) {
    return filter instanceof Filter.Labelled;
  }

  private static boolean isNoLabel(Filter filter) {
    return filter instanceof Filter.Not not && isLabel(not.filter());
  }

  private static boolean meets(Map<String, String> labels, List<Filter> filters) {
    List<Filter> denied = filters.stream().filter(PruneFilters::isNoLabel).toList();
    return filters.stream().filter(PruneFilters::isLabel).allMatch(f -> has(labels, f))
        && (denied.isEmpty() || !denied.stream().allMatch(f -> has(labels, f.negated())));
  }

  private static boolean has(Map<String, String> labels, Filter filter) {
    if (!(filter instanceof Filter.Labelled labelled)) {
      throw new AssertionError(filter);
    }
    String found = labels.get(labelled.key());
    return found != null && labelled.value().map(found::equals).orElse(true);
  }

  /** Returns whether an image meets a filter, the end of a time included. */
  private Predicate<ListedImage> image(Filter filter) {
    return new Conditions(state, now, PruneFilters::cannotLookInto).all(List.of(inclusive(filter)));
  }

  private static Filter inclusive(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return new Filter.Not(inclusive(not.filter()));
    }
    if (filter instanceof Filter.AllOf all) {
      return new Filter.AllOf(all.filters().stream().map(PruneFilters::inclusive).toList());
    }
    if (filter instanceof Filter.Until until && until.time().isBefore(Instant.MAX)) {
      return new Filter.Until(until.time().plusNanos(1));
    }
    return filter instanceof Filter.OlderThan older
        ? new Filter.OlderThan(older.age().minusNanos(1))
        : filter;
  }

  private static boolean cannotLookInto(ImageRecord image, String path) {
    throw new InvalidFilterException(
        "a prune cannot look into images for '%s': select them, and remove each".formatted(path));
  }

  private Predicate<Reference> name(Filter filter) {
    Optional<Predicate<String>> condition = NameConditions.of(filter);
    return name -> condition.map(wanted -> wanted.test(name.canonical())).orElse(true);
  }
}
