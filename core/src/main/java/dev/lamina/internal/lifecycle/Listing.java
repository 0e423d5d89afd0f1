package dev.lamina.internal.lifecycle;

import dev.lamina.Filter;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which images a listing has, with which names, and in which order: newest first by whole seconds,
 * as the engine sorts; images of one second, which the engine leaves to chance, by ID.
 */
public final class Listing {
  private Listing() {}

  /**
   * Lists images.
   *
   * @param filters what they have to meet, none of it about files
   * @param all whether the intermediate ones are there: those without a name, but with children
   * @param now what ages count from
   * @throws dev.lamina.ImageNotFoundException if an image that a filter names is not there
   * @throws dev.lamina.InvalidReferenceException if a filter's name or pattern is malformed
   */
  public static Stream<ListedImage> list(
      StoreState state, List<Filter> filters, boolean all, Instant now) {
    return list(state, filters, all, now, FileSearch.NONE);
  }

  /**
   * Lists images, as {@link #list(StoreState, List, boolean, Instant)}; files are searched for only
   * in images that meet all else, and only in those of the stream that are asked for.
   */
  public static Stream<ListedImage> list(
      StoreState state, List<Filter> filters, boolean all, Instant now, FileSearch files) {
    List<Filter> flat = filters.stream().flatMap(Listing::parts).toList();
    // An image that is there for its names has one, and is not intermediate.
    boolean hides = !all && flat.stream().noneMatch(NameConditions::is);
    Conditions conditions = new Conditions(state, now, files);
    Map<Boolean, List<Filter>> rest =
        flat.stream()
            .filter(filter -> !NameConditions.is(filter))
            .collect(Collectors.partitioningBy(Listing::searchesFiles));
    Predicate<ListedImage> quick = conditions.all(rest.getOrDefault(false, List.of()));
    Predicate<ListedImage> slow = conditions.all(rest.getOrDefault(true, List.of()));
    List<ListedImage> found =
        ShownNames.images(state, flat)
            .filter(quick)
            .filter(image -> !hides || !isIntermediate(conditions, image))
            .toList();
    return NewestFirst.sorted(found).filter(slow);
  }

  private static Stream<Filter> parts(Filter filter) {
    return filter instanceof Filter.AllOf all
        ? all.filters().stream().flatMap(Listing::parts)
        : Stream.of(filter);
  }

  private static boolean searchesFiles(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return searchesFiles(not.filter());
    }
    return filter instanceof Filter.AllOf all
        ? all.filters().stream().anyMatch(Listing::searchesFiles)
        : filter instanceof Filter.Containing;
  }

  private static boolean isIntermediate(Conditions conditions, ListedImage image) {
    return conditions.hasChildren(image) && !image.hasReference();
  }
}
