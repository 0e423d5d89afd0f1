package dev.lamina.examples.cli.template;

import org.jspecify.annotations.Nullable;

/** A field that takes a text, such as {@code .Label "name"}. */
@FunctionalInterface
public interface Method {
  /** Returns the value for a text. */
  @Nullable Object call(String argument);
}
