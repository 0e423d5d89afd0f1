package dev.lamina;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A condition on images: what a selection or a prune keeps to. Immutable.
 *
 * <p>{@link #parse} reads the engine's own form, such as {@code label!=x}; the records are the same
 * in types.
 */
public sealed interface Filter extends PruneOption {
  /**
   * Parses a filter as engines take it: {@code dangling=true}, {@code label=k}, {@code label=k=v},
   * {@code label!=k}, {@code before=app:1}, {@code since=app:1}, {@code until=24h}, {@code
   * until=2026-01-02T15:04:05}, {@code reference=team/*}.
   *
   * @throws InvalidFilterException if it is none; the message is the engine's
   */
  static Filter parse(String text) {
    return FilterParser.parse(text);
  }

  /**
   * Parses several filters as engines combine them: one image has to meet all, but of several
   * {@code reference}s any one.
   *
   * @throws InvalidFilterException if one is none; the message is the engine's
   */
  static List<Filter> parseAll(List<String> texts) {
    return FilterParser.parseAll(texts);
  }

  /** Returns the filter that selects what this one does not. */
  default Filter negated() {
    return this instanceof Not not ? not.filter() : new Not(this);
  }

  /**
   * Selects images that no tag points to and that have no children; or, of the engine's {@code
   * dangling=false}, all that have a name.
   */
  record Dangling(boolean value) implements Filter {}

  /** Selects images that a tag points to. */
  record Tagged() implements Filter {}

  /** Selects images with a label, of this value if one is given. */
  record Labelled(String key, Optional<String> value) implements Filter {}

  /** Selects images made before this one. */
  record Before(String nameOrId) implements Filter {}

  /** Selects images made after this one. */
  record Since(String nameOrId) implements Filter {}

  /** Selects images made before a time. */
  record Until(Instant time) implements Filter {}

  /** Selects images made longer ago than this. */
  record OlderThan(Duration age) implements Filter {}

  /** Selects images made at or after one time and before another. */
  record CreatedBetween(Instant from, Instant to) implements Filter {}

  /** Selects images of fewer bytes. */
  record SmallerThan(long bytes) implements Filter {}

  /**
   * Selects images of which a name matches any of these patterns, and of them the names that match:
   * {@code *} is any text without a slash, {@code ?} a character, {@code [a-z]} one of several.
   */
  record Matching(List<String> patterns) implements Filter {
    /** Copies the list. */
    public Matching {
      patterns = List.copyOf(patterns);
    }
  }

  /** Selects images that have a name in a repository, and of them the names in it. */
  record InRepository(Repository repository) implements Filter {}

  /** Selects images whose tree has a file at a path; their layers' indexes are read for it. */
  record Containing(String path) implements Filter {}

  /** Selects what another filter does not. */
  record Not(Filter filter) implements Filter {}
}
