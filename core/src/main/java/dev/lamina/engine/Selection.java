package dev.lamina.engine;

import dev.lamina.Filter;
import dev.lamina.Image;
import dev.lamina.Images;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemoveOption;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.Listing;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The images of a store, listed from the state of the moment. */
final class Selection implements Images {
  private final Supplier<StoreState> states;
  private final ImageReader reader;

  Selection(Supplier<StoreState> states, ImageReader reader) {
    this.states = states;
    this.reader = reader;
  }

  @Override
  public Images filter(Filter filter) {
    return Unfinished.verb();
  }

  @Override
  public List<RemovalOutcome> remove(RemoveOption... options) {
    return Unfinished.verb();
  }

  @Override
  public List<Image> all() {
    StoreState state = states.get();
    return images(state, Listing.all(state));
  }

  @Override
  public List<Image> list() {
    StoreState state = states.get();
    return images(state, Listing.withoutIntermediate(state));
  }

  @Override
  public Optional<Image> first() {
    StoreState state = states.get();
    return Listing.withoutIntermediate(state).stream()
        .findFirst()
        .map(record -> reader.image(state, record));
  }

  @Override
  public int count() {
    return Listing.withoutIntermediate(states.get()).size();
  }

  private List<Image> images(StoreState state, List<ImageRecord> records) {
    return records.stream().map(record -> reader.image(state, record)).toList();
  }
}
