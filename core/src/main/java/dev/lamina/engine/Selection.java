package dev.lamina.engine;

import dev.lamina.Filter;
import dev.lamina.Image;
import dev.lamina.Images;
import dev.lamina.Reference;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemoveOption;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.ListedImage;
import dev.lamina.internal.lifecycle.Listing;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The images of a store that meet some filters, listed from the state of the moment. */
final class Selection implements Images {
  private final Parts parts;
  private final Supplier<StoreState> states;
  private final Removals removals;
  private final List<Filter> filters;

  Selection(Parts parts, Supplier<StoreState> states, Removals removals) {
    this(parts, states, removals, List.of());
  }

  private Selection(
      Parts parts, Supplier<StoreState> states, Removals removals, List<Filter> filters) {
    this.parts = parts;
    this.states = states;
    this.removals = removals;
    this.filters = filters;
  }

  @Override
  public Images filter(Filter filter) {
    return new Selection(
        parts, states, removals, Stream.concat(filters.stream(), Stream.of(filter)).toList());
  }

  @Override
  public List<RemovalOutcome> remove(RemoveOption... options) {
    List<String> arguments = listed(states.get(), false).flatMap(Selection::arguments).toList();
    return removals.removeEach(arguments, Set.copyOf(List.of(options)));
  }

  /** The last tag of a repository takes its digests with it: they go first. */
  private static Stream<String> arguments(ListedImage image) {
    List<String> references = image.references();
    return references.isEmpty()
        ? Stream.of(image.image().id().toString())
        : references.stream()
            .sorted(Comparator.comparing(text -> text.indexOf('@') < 0))
            .map(Selection::argument);
  }

  /** Returns what users call a reference, unless that would mean another one. */
  private static String argument(String canonical) {
    Reference reference = Reference.parse(canonical);
    String familiar = reference.toString();
    return Reference.parse(familiar).equals(reference) ? familiar : canonical;
  }

  @Override
  public List<Image> all() {
    return Questions.ask(
        states, state -> listed(state, true).map(image -> read(state, image)).toList());
  }

  @Override
  public List<Image> list() {
    return Questions.ask(
        states, state -> listed(state, false).map(image -> read(state, image)).toList());
  }

  @Override
  public Optional<Image> first() {
    return Questions.ask(
        states, state -> listed(state, false).findFirst().map(image -> read(state, image)));
  }

  @Override
  public int count() {
    return Questions.ask(states, state -> Math.toIntExact(listed(state, false).count()));
  }

  private Stream<ListedImage> listed(StoreState state, boolean all) {
    TreeSearch search = new TreeSearch(parts, state);
    return Listing.list(state, filters, all, parts.clock().instant(), search);
  }

  private Image read(StoreState state, ListedImage image) {
    return parts.reader().listed(state, image.image(), image::references);
  }
}
