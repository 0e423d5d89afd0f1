package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidFilterException;
import dev.lamina.Reference;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Duration;
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
  Predicate<ImageRecord> images(List<Filter> filters) {
    Predicate<ImageRecord> all =
        filters.stream()
            .filter(filter -> !isMode(filter) && !isLabel(filter) && !isNoLabel(filter))
            .map(this::image)
            .reduce(Predicate::and)
            .orElse(image -> true);
    return all.and(image -> image.labels().isEmpty() || meets(image.labels().get(), filters));
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

  private Predicate<ImageRecord> image(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return image(not.filter()).negate();
    } else if (filter instanceof Filter.Dangling dangling) {
      return dangling.value() ? this::isDangling : image -> hasName(image, name -> true);
    } else if (filter instanceof Filter.Tagged) {
      return image -> hasName(image, Names::isTag);
    } else if (filter instanceof Filter.Labelled) {
      return image -> image.labels().filter(labels -> has(labels, filter)).isPresent();
    } else if (filter instanceof Filter.Matching || filter instanceof Filter.InRepository) {
      Predicate<Reference> wanted = name(filter);
      return image -> hasName(image, wanted);
    } else if (filter instanceof Filter.SmallerThan smaller) {
      return image -> size(image) < smaller.bytes();
    } else if (filter instanceof Filter.Containing containing) {
      throw new InvalidFilterException(
          "a prune cannot look into images for '%s': select them, and remove each"
              .formatted(containing.path()));
    }
    Predicate<Instant> wanted = time(filter);
    return image -> image.created().filter(wanted).isPresent();
  }

  private Predicate<Instant> time(Filter filter) {
    if (filter instanceof Filter.Before before) {
      Optional<Instant> end = created(before.nameOrId());
      return time -> end.filter(time::isBefore).isPresent();
    } else if (filter instanceof Filter.Since since) {
      Optional<Instant> begin = created(since.nameOrId());
      return time -> begin.filter(time::isAfter).isPresent();
    } else if (filter instanceof Filter.Until until) {
      return time -> !time.isAfter(until.time());
    } else if (filter instanceof Filter.OlderThan older) {
      return time -> Duration.between(time, now).compareTo(older.age()) >= 0;
    } else if (filter instanceof Filter.CreatedBetween between) {
      return time -> !time.isBefore(between.from()) && time.isBefore(between.to());
    }
    throw new AssertionError(filter);
  }

  private Predicate<Reference> name(Filter filter) {
    if (filter instanceof Filter.Matching matching) {
      List<PathPattern> patterns = matching.patterns().stream().map(PathPattern::parse).toList();
      return name -> patterns.stream().anyMatch(pattern -> pattern.matchesFamiliar(name));
    }
    return filter instanceof Filter.InRepository in
        ? name -> Names.repository(name).equals(in.repository())
        : name -> true;
  }

  private boolean isDangling(ImageRecord image) {
    return !hasName(image, Names::isTag) && state.children(image.id()).findAny().isEmpty();
  }

  private boolean hasName(ImageRecord image, Predicate<Reference> wanted) {
    return Names.of(state, image.id()).stream().anyMatch(wanted);
  }

  private long size(ImageRecord image) {
    return image.diffIds().stream()
        .flatMap((Digest diffId) -> state.layer(diffId).stream())
        .mapToLong(LayerRecord::size)
        .sum();
  }

  private Optional<Instant> created(String nameOrId) {
    return ReferenceResolver.resolve(state, nameOrId)
        .orElseThrow(() -> new ImageNotFoundException(Reference.parse(nameOrId).toString()))
        .created();
  }
}
