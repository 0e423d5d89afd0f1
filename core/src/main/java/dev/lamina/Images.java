package dev.lamina;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A selection of a store's images: immutable, computed anew from one consistent state of the store
 * whenever it is asked. Each condition narrows it. Safe for use by several threads.
 *
 * <p>The order is that of the engine: newest first by whole seconds, those that do not say when
 * they were made last. Where the engine leaves the order of images of one second to chance, they
 * come by ID.
 *
 * <p>As with the engine, a condition on names leaves an image the names that meet it: {@code
 * store.images().repository("app").list()} has no other {@link Image#tags} and {@link
 * Image#repoDigests}. What meets which condition stands at {@link Filter}.
 *
 * <p>What a condition names is looked up whenever the selection is asked. So each of {@link #all},
 * {@link #list}, {@link #first}, {@link #count}, {@link #stream}, {@link #iterator} and {@link
 * #remove} throws
 *
 * <ul>
 *   <li>{@link ImageNotFoundException} if an image that a condition names is not there;
 *   <li>{@link InvalidReferenceException} if the name of an image or a pattern is malformed;
 *   <li>{@link ImageStoreException} if an index that {@link #containing} needs cannot be read;
 *   <li>{@link IllegalStateException} if the store is closed.
 * </ul>
 */
public interface Images extends Iterable<Image> {
  /** Selects by any condition. */
  Images filter(Filter filter);

  /** Selects what does not meet a condition; see {@link Filter.Not}. */
  default Images not(Filter filter) {
    return filter(filter.negated());
  }

  /**
   * Selects by the engine's own filters; see {@link Filter#parseAll}.
   *
   * @throws InvalidFilterException if one is none; the message is the engine's
   */
  default Images filter(String... filters) {
    Images images = this;
    for (Filter filter : Filter.parseAll(List.of(filters))) {
      images = images.filter(filter);
    }
    return images;
  }

  /** Selects images that no tag points to and that have no children. */
  default Images dangling() {
    return filter(new Filter.Dangling(true));
  }

  /** Selects images that a tag points to. */
  default Images tagged() {
    return filter(new Filter.Tagged());
  }

  /**
   * Selects images that have a name in a repository.
   *
   * @throws InvalidReferenceException if it is no repository's name
   */
  default Images repository(String name) {
    return filter(new Filter.InRepository(Repository.parse(name)));
  }

  /**
   * Selects images of which a name matches any of these patterns, such as {@code team/*}; see
   * {@link Filter.Matching}.
   */
  default Images matching(String... patterns) {
    return filter(new Filter.Matching(List.of(patterns)));
  }

  /** Selects images with a label. */
  default Images labelled(String key) {
    return filter(new Filter.Labelled(key, Optional.empty()));
  }

  /** Selects images with a label of this value. */
  default Images labelled(String key, String value) {
    return filter(new Filter.Labelled(key, Optional.of(value)));
  }

  /** Selects images made before this one; see {@link Filter.Before}. */
  default Images before(String nameOrId) {
    return filter(new Filter.Before(nameOrId));
  }

  /** Selects images made after this one; see {@link Filter.Since}. */
  default Images since(String nameOrId) {
    return filter(new Filter.Since(nameOrId));
  }

  /** Selects images made before a time. */
  default Images until(Instant time) {
    return filter(new Filter.Until(time));
  }

  /** Selects images made at or after one time and before another. */
  default Images createdBetween(Instant from, Instant to) {
    return filter(new Filter.CreatedBetween(from, to));
  }

  /** Selects images of fewer bytes. */
  default Images smallerThan(long bytes) {
    return filter(new Filter.SmallerThan(bytes));
  }

  /**
   * Selects images that have something at a path, such as {@code /etc/os-release}; see {@link
   * Filter.Containing}.
   */
  default Images containing(String path) {
    return filter(new Filter.Containing(path));
  }

  /**
   * Returns the images, the intermediate ones included, as {@code docker images --all}.
   *
   * @throws CorruptStoreException if an image's configuration is damaged or missing
   */
  List<Image> all();

  /**
   * Returns the images without the intermediate ones, which have no name and have children, as
   * {@code docker images}.
   *
   * @throws CorruptStoreException if an image's configuration is damaged or missing
   */
  List<Image> list();

  /**
   * Removes each image of {@link #list()}, as {@link ImageStore#removeEach} does: one without a
   * name by its ID; of any other, each name that the selection leaves it, its digests before its
   * tags. What is refused stays, and the rest goes on.
   *
   * @return what came of each name and ID, in the order of the list
   */
  List<RemovalOutcome> remove(RemoveOption... options);

  /** Returns {@link #list()} as a stream, which need not be closed. */
  default Stream<Image> stream() {
    return list().stream();
  }

  /** Returns the first of {@link #list()}. */
  Optional<Image> first();

  /** Returns how many images {@link #list()} has. */
  int count();

  /** Iterates over {@link #list()}. */
  @Override
  default Iterator<Image> iterator() {
    return list().iterator();
  }
}
