package dev.lamina;

import java.util.List;

/** Reads filters in the engine's own form. */
final class FilterParser {
  private FilterParser() {}

  static Filter parse(String text) {
    return new Filter.Matching(List.of(text));
  }

  static List<Filter> parseAll(List<String> texts) {
    return texts.stream().map(FilterParser::parse).toList();
  }
}
