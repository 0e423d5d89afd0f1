package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.ReferenceRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The images that a listing may have, and of their names those that it leaves them. */
interface ShownNames {
  /** Returns the names of an image, as canonical texts, ascending. */
  Stream<String> of(Digest image);

  /** Returns whether an image has any. */
  boolean has(Digest image);

  /** Returns the images, ascending by ID. */
  Stream<ImageRecord> images();

  /** Returns what the conditions on names among some filters leave: all, if there is none. */
  static ShownNames of(StoreState state, List<Filter> filters) {
    return filters.stream()
        .map(NameConditions::of)
        .flatMap(Optional::stream)
        .reduce(Predicate::and)
        .<ShownNames>map(condition -> new Some(state, filters, condition))
        .orElseGet(() -> new All(state));
  }

  /** All images with all names. */
  record All(StoreState state) implements ShownNames {
    @Override
    public Stream<String> of(Digest image) {
      return state.referencesTo(image);
    }

    @Override
    public boolean has(Digest image) {
      return state.isReferenced(image);
    }

    @Override
    public Stream<ImageRecord> images() {
      return state.images();
    }
  }

  /** The images of which names are left, found from the names. */
  final class Some implements ShownNames {
    /** Of one image in so many it is faster to look them up than to go through all. */
    private static final int FEW = 16;

    private final StoreState state;
    private final Map<Digest, List<String>> names = new HashMap<>();

    Some(StoreState state, List<Filter> filters, Predicate<String> condition) {
      this.state = state;
      NameConditions.candidates(state, filters)
          .filter(reference -> condition.test(reference.reference()))
          .forEach(this::add);
    }

    private void add(ReferenceRecord reference) {
      names
          .computeIfAbsent(reference.image(), image -> new ArrayList<>(1))
          .add(reference.reference());
    }

    @Override
    public Stream<String> of(Digest image) {
      return names.getOrDefault(image, List.of()).stream();
    }

    @Override
    public boolean has(Digest image) {
      return names.containsKey(image);
    }

    @Override
    public Stream<ImageRecord> images() {
      if (names.size() < state.imageCount() / FEW) {
        return names.keySet().stream()
            .sorted(Comparator.comparing(Digest::hex))
            .map(state::image)
            .flatMap(Optional::stream);
      }
      return state.images().filter(image -> names.containsKey(image.id()));
    }
  }
}
