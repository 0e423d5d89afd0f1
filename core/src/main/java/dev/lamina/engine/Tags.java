package dev.lamina.engine;

import dev.lamina.Image;
import dev.lamina.Tagging;
import dev.lamina.internal.catalog.ImageRecord;

/** Gives images names, and takes them away. */
final class Tags {
  @SuppressWarnings("unused")
  private final Parts parts;

  Tags(Parts parts) {
    this.parts = parts;
  }

  Tagging tag(ImageRecord image) {
    return Unfinished.verb();
  }

  Image untag(String name) {
    return Unfinished.verb();
  }
}
