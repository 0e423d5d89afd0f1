package dev.lamina.internal.io;

/**
 * Loggers, looked for when something is to be said: the first search of a process takes longer than
 * to open a store, and most processes have nothing to say.
 */
public final class Loggers {
  private Loggers() {}

  /** Returns the logger that has a class's name. */
  public static System.Logger of(Class<?> speaker) {
    return System.getLogger(speaker.getName());
  }
}
