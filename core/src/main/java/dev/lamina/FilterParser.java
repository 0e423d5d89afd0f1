package dev.lamina;

import dev.lamina.spi.ByteNames;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads filters in the engine's own form, and combines those of one key as engines do. */
final class FilterParser {
  private static final Set<String> LISTING =
      Set.of("dangling", "label", "before", "since", "reference");
  private static final Set<String> PRUNING = Set.of("dangling", "label", "label!", "until");

  private final boolean listing;
  private final boolean pruning;
  private final ZoneId zone;
  private final Map<String, Set<String>> values = new LinkedHashMap<>();

  private FilterParser(boolean listing, boolean pruning, ZoneId zone) {
    this.listing = listing;
    this.pruning = pruning;
    this.zone = zone;
  }

  static Filter parse(String text) {
    List<Filter> filters = parseAll(List.of(text));
    if (filters.isEmpty()) {
      throw badFormat();
    }
    return filters.get(0);
  }

  static List<Filter> parseAll(List<String> texts) {
    return new FilterParser(true, true, ZoneOffset.UTC).filters(texts);
  }

  static List<Filter> forListing(List<String> texts) {
    return new FilterParser(true, false, ZoneOffset.UTC).filters(texts);
  }

  static List<Filter> forPruning(List<String> texts, ZoneId zone) {
    return new FilterParser(false, true, zone).filters(texts);
  }

  private List<Filter> filters(List<String> texts) {
    texts.stream().filter(text -> !text.isEmpty()).forEach(this::add);
    values.keySet().forEach(this::requireKey);
    List<Filter> filters = new ArrayList<>();
    values.forEach((key, those) -> filters.addAll(filters(key, List.copyOf(those))));
    return List.copyOf(filters);
  }

  private void add(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw badFormat();
    }
    String key = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    values
        .computeIfAbsent(key, any -> new LinkedHashSet<>())
        .add(text.substring(equals + 1).strip());
  }

  private void requireKey(String key) {
    if (!(listing && LISTING.contains(key)) && !(pruning && PRUNING.contains(key))) {
      throw new InvalidFilterException("Invalid filter '" + ByteNames.escape(key) + "'");
    }
  }

  private List<Filter> filters(String key, List<String> those) {
    return switch (key) {
      case "dangling" -> List.of(new Filter.Dangling(dangling(those)));
      case "label" -> those.stream().map(FilterParser::label).toList();
      case "label!" -> List.of(new Filter.Not(allOf(those.stream().map(FilterParser::label))));
      case "before" -> those.stream().<Filter>map(Filter.Before::new).toList();
      case "since" -> those.stream().<Filter>map(Filter.Since::new).toList();
      case "until" -> until(those);
      default -> List.of(new Filter.Matching(those));
    };
  }

  /** Of both, engines take the first that they look for: {@code false} when they prune. */
  private boolean dangling(List<String> those) {
    List<String> words = listing ? List.of("true", "false") : List.of("false", "0", "true", "1");
    return words.stream()
        .filter(those::contains)
        .findFirst()
        .map(word -> word.equals("true") || word.equals("1"))
        .orElseThrow(
            () ->
                new InvalidFilterException(
                    "Invalid filter 'dangling=["
                        + ByteNames.escape(String.join(" ", those))
                        + "]'"));
  }

  private static Filter label(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Filter.Labelled(text, Optional.empty())
        : new Filter.Labelled(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
  }

  private static Filter allOf(Stream<Filter> filters) {
    List<Filter> list = filters.toList();
    return list.size() == 1 ? list.get(0) : new Filter.AllOf(list);
  }

  private List<Filter> until(List<String> those) {
    if (!listing && those.size() > 1) {
      throw new InvalidFilterException("more than one until filter specified");
    }
    return those.stream().map(text -> FilterTime.parse(text, zone)).toList();
  }

  private static InvalidFilterException badFormat() {
    return new InvalidFilterException("bad format of filter (expected name=value)");
  }
}
