package dev.lamina.engine;

/** Stands where a verb is not built yet. */
final class Unfinished {
  private Unfinished() {}

  static UnsupportedOperationException verb() {
    return new UnsupportedOperationException("not built yet");
  }
}
