package dev.lamina.internal.catalog;

import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An image with the references that point to it, at hand or looked up when asked for. */
public final class NamedImage {
  private final ImageRecord image;
  private final Supplier<PersistentMap<String, String>> references;

  NamedImage(ImageRecord image, Supplier<PersistentMap<String, String>> references) {
    this.image = image;
    this.references = references;
  }

  /** Returns the image. */
  public ImageRecord image() {
    return image;
  }

  /** Returns the references, ascending. */
  public Stream<String> references() {
    return references.get().values();
  }

  /** Returns whether there is a reference that meets a condition. */
  public boolean hasReference(Predicate<String> condition) {
    return references.get().anyKey(condition);
  }
}
