package dev.lamina;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A condition on images: what a selection or a prune keeps to. Immutable.
 *
 * <p>{@link #parse} reads the engine's own form, such as {@code label!=x}; the records are the same
 * in types.
 *
 * <p>{@link Matching} and {@link InRepository} are conditions on names: a selection leaves an image
 * the names that meet all of them, and has no image of which none is left. All other conditions are
 * on the image as it is then: {@link Tagged} and {@link Dangling} count the names that are left.
 * Within {@link Not} and {@link AllOf} below it, conditions on names take none away.
 *
 * <p>An image that does not say when it was made meets no condition on that time.
 */
public sealed interface Filter extends PruneOption {
  /**
   * Parses a filter as engines take it: {@code dangling=true}, {@code label=k}, {@code label=k=v},
   * {@code label!=k}, {@code before=app:1}, {@code since=app:1}, {@code until=24h}, {@code
   * until=2026-01-02T15:04:05}, {@code reference=team/*}. Letter case of the word before the first
   * {@code =} does not matter, nor do spaces around it and at the end.
   *
   * <p>{@code until} is a time or an age. A time is a date, alone or with hours, minutes, seconds
   * and a fraction ({@code 2026-01-02}, {@code 2026-01-02T15:04}), with an offset or {@code Z} or
   * else in UTC; or it is a number of seconds since 1970, with a fraction or not. An age is a
   * duration in Go's form, such as {@code 1h30m} or {@code 0.5s}; its greatest unit is the hour.
   *
   * <p>Names of images and patterns are looked at when the filter is used.
   *
   * @throws InvalidFilterException if it is none; the message is the engine's
   */
  static Filter parse(String text) {
    return FilterParser.parse(text);
  }

  /**
   * Parses several filters as engines combine them. An image has to meet all, except that of
   * several {@code reference}s a name has to match any one, that several {@code label!}s leave out
   * images to which all of them apply, and that {@code dangling=false} beside {@code dangling=true}
   * says nothing. An empty text is no filter.
   *
   * <p>This takes what listings or prunes take; {@link #forListing} and {@link #forPruning} are as
   * strict as the commands of an engine.
   *
   * @throws InvalidFilterException if one is none; the message is the engine's
   */
  static List<Filter> parseAll(List<String> texts) {
    return FilterParser.parseAll(texts);
  }

  /**
   * Parses the filters of {@code docker images}: {@code dangling}, {@code label}, {@code before},
   * {@code since} and {@code reference}, combined as in {@link #parseAll}.
   *
   * @throws InvalidFilterException if one is none of these; the message is the engine's
   */
  static List<Filter> forListing(List<String> texts) {
    return FilterParser.forListing(texts);
  }

  /**
   * Parses the filters of {@code docker image prune}: {@code dangling}, {@code label}, {@code
   * label!} and {@code until}, combined as in {@link #parseAll}; but {@code dangling=true} beside
   * {@code dangling=false} says nothing here, and there may be one {@code until} only.
   *
   * @param zone where a time without an offset is meant; engines take the zone of their host
   * @throws InvalidFilterException if one is none of these; the message is the engine's
   */
  static List<Filter> forPruning(List<String> texts, ZoneId zone) {
    return FilterParser.forPruning(texts, zone);
  }

  /** Returns the filter that selects what this one does not. */
  default Filter negated() {
    return this instanceof Not not ? not.filter() : new Not(this);
  }

  /**
   * Selects images that no tag points to and that have no children; or, of the engine's {@code
   * dangling=false}, all that have a name. An image that has digests for names is in both.
   *
   * @param value whether to select the dangling ones
   */
  record Dangling(boolean value) implements Filter {}

  /** Selects images that a tag points to. */
  record Tagged() implements Filter {}

  /**
   * Selects images with a label. An image whose configuration has nothing on how containers run has
   * no labels.
   *
   * @param key the label
   * @param value its value, if it matters
   */
  record Labelled(String key, Optional<String> value) implements Filter {}

  /**
   * Selects images made before another.
   *
   * @param nameOrId the other one, which must be there when the filter is used; if it does not say
   *     when it was made, nothing was made before it
   */
  record Before(String nameOrId) implements Filter {}

  /**
   * Selects images made after another.
   *
   * @param nameOrId the other one, which must be there when the filter is used; if it does not say
   *     when it was made, all that say so were made after it
   */
  record Since(String nameOrId) implements Filter {}

  /**
   * Selects images made before a time; in a prune, as with engines, at that time too.
   *
   * @param time the time
   */
  record Until(Instant time) implements Filter {}

  /**
   * Selects images made longer ago than this, counted back from when the filter is used.
   *
   * @param age how long; a negative one counts into the future
   */
  record OlderThan(Duration age) implements Filter {}

  /**
   * Selects images made in a span of time.
   *
   * @param from the first moment of it
   * @param to the first moment after it
   */
  record CreatedBetween(Instant from, Instant to) implements Filter {}

  /**
   * Selects images smaller than this.
   *
   * @param bytes the size, as {@link Image#size} counts
   */
  record SmallerThan(long bytes) implements Filter {}

  /**
   * Selects images of which a name matches any of these patterns, and of them the names that match.
   * What is compared is the name as engines print it, with its tag or digest and without: {@code
   * team/*} matches {@code team/app:1}.
   *
   * <p>In a pattern, {@code *} is any text without a slash, {@code ?} any character but a slash,
   * {@code [a-z]} and {@code [^a-z]} a character in or out of ranges, and a backslash takes the
   * next character as it is.
   *
   * @param patterns the patterns, which must be well-formed when the filter is used
   */
  record Matching(List<String> patterns) implements Filter {
    /** Copies the list. */
    public Matching {
      patterns = List.copyOf(patterns);
    }
  }

  /**
   * Selects images that have a name in a repository, and of them the names in it.
   *
   * @param repository the repository
   */
  record InRepository(Repository repository) implements Filter {}

  /**
   * Selects images whose tree has something at a path: a file, a directory or a symbolic link,
   * dangling or not. Symbolic links on the way to it are followed inside the image. The indexes of
   * the layers are read for it, of those images that meet all other conditions.
   *
   * @param path the path, from the root, such as {@code /etc/os-release}
   */
  record Containing(String path) implements Filter {}

  /**
   * Selects what another filter does not: images with all their names.
   *
   * @param filter the other filter
   */
  record Not(Filter filter) implements Filter {}

  /**
   * Selects what meets all of some filters, as if each were given alone.
   *
   * @param filters the filters
   */
  record AllOf(List<Filter> filters) implements Filter {
    /** Copies the list. */
    public AllOf {
      filters = List.copyOf(filters);
    }
  }
}
