package dev.lamina.internal.lifecycle;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.Digest;
import dev.lamina.InvalidReferenceException;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The conditions on containers, as the engine means them; of several values, any will do. */
public final class ContainerFilters {
  private ContainerFilters() {}

  /** Selects containers that run; a paused one does. */
  public static ContainerFilter running() {
    return state -> ContainerRecord::isRunning;
  }

  /** Selects containers of these states. */
  public static ContainerFilter status(Set<String> states) {
    Set<String> copy = Set.copyOf(states);
    return state -> container -> copy.contains(container.status());
  }

  /** Selects containers of these images and of all made from them; what is no image has none. */
  public static ContainerFilter ancestors(List<String> images) {
    List<String> copy = List.copyOf(images);
    return state -> {
      Set<Digest> family = new HashSet<>();
      copy.stream().flatMap(text -> image(state, text)).forEach(id -> add(state, id, family));
      return container -> family.contains(container.image());
    };
  }

  private static Stream<Digest> image(StoreState state, String text) {
    try {
      return ReferenceResolver.resolve(state, text).map(ImageRecord::id).stream();
    } catch (InvalidReferenceException e) {
      return Stream.empty();
    }
  }

  private static void add(StoreState state, Digest image, Set<Digest> family) {
    Deque<Digest> waiting = new ArrayDeque<>(List.of(image));
    while (!waiting.isEmpty()) {
      Digest next = waiting.pop();
      if (family.add(next)) {
        state.children(next).map(ImageRecord::id).forEach(waiting::push);
      }
    }
  }

  /** Selects the containers whose IDs begin so; a beginning that is not unique is none. */
  static ContainerFilter ids(List<String> prefixes) {
    return state -> {
      Set<String> ids =
          prefixes.stream()
              .flatMap(prefix -> ContainerResolver.byPrefix(state, prefix).stream())
              .map(ContainerRecord::id)
              .collect(Collectors.toSet());
      return container -> ids.contains(container.id());
    };
  }

  /** Selects containers in whose name, with its slash or without, one of these patterns occurs. */
  static ContainerFilter names(List<String> patterns) {
    List<Pattern> compiled =
        patterns.stream().flatMap(pattern -> compile(pattern).stream()).toList();
    return state ->
        container ->
            compiled.stream()
                .anyMatch(
                    pattern ->
                        pattern.matcher("/" + container.name()).find()
                            || pattern.matcher(container.name()).find());
  }

  // What is no pattern has characters that are in no name.
  private static Optional<Pattern> compile(String pattern) {
    try {
      return Optional.of(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** Selects containers with a label: {@code key}, or {@code key=value}. */
  static ContainerFilter label(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return state -> container -> container.labels().containsKey(text);
    }
    String key = text.substring(0, equals);
    String value = text.substring(equals + 1);
    return state -> container -> value.equals(container.labels().get(key));
  }

  /** Selects containers that have ended with one of these codes. */
  static ContainerFilter exited(Set<Integer> codes) {
    Set<Integer> copy = Set.copyOf(codes);
    return state ->
        container ->
            !container.isRunning()
                && container.started().isPresent()
                && copy.contains(container.exitCode());
  }

  /** Selects what a listing has after one of these containers: older ones. */
  static ContainerFilter before(List<String> containers) {
    return state ->
        any(
            pivots(state, containers),
            (one, pivot) -> ContainerListing.ORDER.compare(one, pivot) > 0);
  }

  /** Selects what a listing has before one of these containers: newer ones. */
  static ContainerFilter since(List<String> containers) {
    return state ->
        any(
            pivots(state, containers),
            (one, pivot) -> ContainerListing.ORDER.compare(one, pivot) < 0);
  }

  private static List<ContainerRecord> pivots(StoreState state, Collection<String> containers) {
    return containers.stream()
        .map(
            text ->
                ContainerResolver.resolve(state, text)
                    .orElseThrow(() -> new ContainerNotFoundException(text)))
        .toList();
  }

  private static Predicate<ContainerRecord> any(
      List<ContainerRecord> pivots, BiPredicate<ContainerRecord, ContainerRecord> test) {
    return container -> pivots.stream().anyMatch(pivot -> test.test(container, pivot));
  }
}
