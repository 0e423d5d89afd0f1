package dev.lamina;

/**
 * Where a long operation reports what it does.
 *
 * @param listener the one to tell
 */
public record Progress(ProgressListener listener) implements LoadOption, CheckOption {
  /** Returns the option to report to this listener. */
  public static Progress to(ProgressListener listener) {
    return new Progress(listener);
  }
}
