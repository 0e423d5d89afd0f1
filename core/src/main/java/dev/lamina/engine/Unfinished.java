package dev.lamina.engine;

import java.util.List;
import java.util.function.Supplier;

/** Stands where a verb is not built yet. */
final class Unfinished {
  private Unfinished() {}

  @SuppressWarnings("TypeParameterUnusedInFormals")
  static <T> T verb() {
    List<Supplier<T>> verbs = List.of();
    return verbs.stream()
        .findFirst()
        .orElseThrow(() -> new UnsupportedOperationException("not built yet"))
        .get();
  }
}
