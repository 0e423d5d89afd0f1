package dev.lamina.engine;

import dev.lamina.Exporting;
import dev.lamina.Saving;
import java.util.List;

/** Begins to save images, and to export containers. */
final class Saves {
  @SuppressWarnings("unused")
  private final Parts parts;

  Saves(Parts parts) {
    this.parts = parts;
  }

  Saving save(List<String> namesOrIds) {
    return Unfinished.verb();
  }

  Exporting export(String container) {
    return Unfinished.verb();
  }
}
