package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Reference;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Filters as conditions on listed images; what they name is resolved when they are made. */
final class Conditions {
  private final StoreState state;
  private final Instant now;
  private final FileSearch files;

  Conditions(StoreState state, Instant now, FileSearch files) {
    this.state = state;
    this.now = now;
    this.files = files;
  }

  /** Returns the condition that all filters make. */
  Predicate<ListedImage> all(List<Filter> filters) {
    return filters.stream().map(this::of).reduce(image -> true, Predicate::and);
  }

  private Predicate<ListedImage> of(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return of(not.filter()).negate();
    } else if (filter instanceof Filter.AllOf all) {
      return all(all.filters());
    } else if (filter instanceof Filter.Labelled labelled) {
      return image -> hasLabel(image, labelled);
    } else if (filter instanceof Filter.Dangling dangling) {
      return dangling.value() ? this::isDangling : ListedImage::hasReference;
    } else if (filter instanceof Filter.Tagged) {
      return ListedImage::hasTag;
    } else if (filter instanceof Filter.SmallerThan smaller) {
      return image -> size(image) < smaller.bytes();
    } else if (filter instanceof Filter.Containing containing) {
      return image -> files.has(image.image(), containing.path());
    }
    return NameConditions.of(filter).map(Conditions::ofAnyName).orElseGet(() -> ofTime(filter));
  }

  private static boolean hasLabel(ListedImage image, Filter.Labelled labelled) {
    Map<String, String> labels = image.image().labels().orElse(Map.of());
    return labelled
        .value()
        .map(value -> value.equals(labels.get(labelled.key())))
        .orElseGet(() -> labels.containsKey(labelled.key()));
  }

  private boolean isDangling(ListedImage image) {
    return !image.hasTag() && !hasChildren(image);
  }

  /** Returns whether an image has been made from this one. */
  boolean hasChildren(ListedImage image) {
    return state.hasChildren(image.image().id());
  }

  private long size(ListedImage image) {
    return image.image().diffIds().stream().mapToLong(this::size).sum();
  }

  private long size(Digest layer) {
    return state.layer(layer).map(LayerRecord::size).orElse(0L);
  }

  private static Predicate<ListedImage> ofAnyName(Predicate<String> condition) {
    return image -> image.hasReference(condition);
  }

  private Predicate<ListedImage> ofTime(Filter filter) {
    if (filter instanceof Filter.Before before) {
      return earlierThan(created(before.nameOrId()));
    } else if (filter instanceof Filter.Since since) {
      Instant time = created(since.nameOrId());
      return isMade(created -> created.isAfter(time));
    } else if (filter instanceof Filter.Until until) {
      return earlierThan(until.time());
    } else if (filter instanceof Filter.OlderThan older) {
      return earlierThan(ago(older.age()));
    } else if (filter instanceof Filter.CreatedBetween between) {
      return earlierThan(between.to()).and(isMade(c -> !c.isBefore(between.from())));
    }
    throw new AssertionError(filter);
  }

  private static Predicate<ListedImage> earlierThan(Instant time) {
    return isMade(created -> created.isBefore(time));
  }

  private static Predicate<ListedImage> isMade(Predicate<Instant> when) {
    return image -> image.image().created().filter(when).isPresent();
  }

  private Instant created(String nameOrId) {
    return ReferenceResolver.resolve(state, nameOrId)
        .orElseThrow(() -> new ImageNotFoundException(Reference.parse(nameOrId).toString()))
        .created()
        .orElse(Instant.MIN);
  }

  private Instant ago(Duration age) {
    try {
      return now.minus(age);
    } catch (DateTimeException | ArithmeticException e) {
      return age.isNegative() ? Instant.MAX : Instant.MIN;
    }
  }
}
