package dev.lamina.examples.cli;

/** What becomes of a name that is typed. */
final class TypedName {
  private TypedName() {}

  /** Returns whether a name gets lost on its way to an engine: no name, or a doubled slash. */
  static boolean isLost(String name) {
    return name.isEmpty() || name.contains("//");
  }
}
