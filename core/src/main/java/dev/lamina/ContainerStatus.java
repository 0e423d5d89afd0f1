package dev.lamina;

import java.util.Locale;

/** What the embedding program says of a container. */
public enum ContainerStatus {
  /** It has not been started yet. */
  CREATED,
  /** It runs. */
  RUNNING,
  /** It runs, but is held. */
  PAUSED,
  /** It has ended. */
  EXITED;

  /** Returns whether the container runs; one that is paused does. */
  public boolean isRunning() {
    return this == RUNNING || this == PAUSED;
  }

  /** Returns the engine's word, such as {@code running}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
