package dev.lamina;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A selection of a store's images: immutable, computed anew from one consistent state of the store
 * whenever it is asked.
 *
 * <p>The order is that of the engine: newest first by whole seconds. Where the engine leaves the
 * order of images of one second to chance, they come by ID.
 *
 * <p>Not here: filters by name, label or age; collect them from {@link #stream()}.
 */
public interface Images extends Iterable<Image> {
  /**
   * Returns every image, as {@code docker images --all}.
   *
   * @throws CorruptStoreException if an image's configuration is damaged or missing
   */
  List<Image> all();

  /**
   * Returns the images without the intermediate ones, which have no tag and have children, as
   * {@code docker images}.
   *
   * @throws CorruptStoreException if an image's configuration is damaged or missing
   */
  List<Image> list();

  /** Returns {@link #list()} as a stream. */
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
