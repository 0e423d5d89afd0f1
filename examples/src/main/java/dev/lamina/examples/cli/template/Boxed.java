package dev.lamina.examples.cli.template;

import org.jspecify.annotations.Nullable;

/** An element of a list or map, of which Go does not say what it is before somebody looks. */
record Boxed(@Nullable Object value) {
  /** Returns what is in the box, if it is one. */
  static @Nullable Object open(@Nullable Object value) {
    return value instanceof Boxed boxed ? boxed.value() : value;
  }
}
