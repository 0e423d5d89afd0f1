package dev.lamina.internal.lifecycle;

import dev.lamina.Filter;
import dev.lamina.Repository;
import dev.lamina.internal.catalog.ReferenceRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The filters that are conditions on names, each as a condition on canonical texts. */
final class NameConditions {
  private NameConditions() {}

  /** Returns whether a filter is a condition on names. */
  static boolean is(Filter filter) {
    return filter instanceof Filter.Matching || filter instanceof Filter.InRepository;
  }

  /** Returns whether a filter asks for names of each image. */
  static boolean asks(Filter filter) {
    if (filter instanceof Filter.Not not) {
      return asks(not.filter());
    }
    return filter instanceof Filter.AllOf all
        ? all.filters().stream().anyMatch(NameConditions::asks)
        : is(filter) || filter instanceof Filter.Dangling || filter instanceof Filter.Tagged;
  }

  /** Returns the condition on names, if a filter is one. */
  static Optional<Predicate<String>> of(Filter filter) {
    if (filter instanceof Filter.Matching matching) {
      return Optional.of(
          matching.patterns().stream()
              .map(PathPattern::parse)
              .<Predicate<String>>map(pattern -> pattern::matchesFamiliar)
              .reduce(canonical -> false, Predicate::or));
    }
    return filter instanceof Filter.InRepository in
        ? Optional.of(inRepository(in.repository()))
        : Optional.empty();
  }

  /** Returns the condition that a canonical text is of a repository. */
  static Predicate<String> inRepository(Repository repository) {
    String name = repository.canonicalName();
    return canonical ->
        FamiliarText.nameEnd(canonical) == name.length() && canonical.startsWith(name);
  }

  /** Returns the references among which all are that meet a filter, ascending. */
  static Stream<ReferenceRecord> candidates(StoreState state, List<Filter> filters) {
    return filters.stream()
        .filter(Filter.InRepository.class::isInstance)
        .map(filter -> ((Filter.InRepository) filter).repository().canonicalName())
        .findFirst()
        .map(name -> Stream.of(":", "@").flatMap(sign -> state.referencesWithPrefix(name + sign)))
        .orElseGet(state::references);
  }
}
