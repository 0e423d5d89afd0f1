package dev.lamina.internal.catalog;

import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An image with the references that point to it, at hand or looked up when asked for. */
public final class NamedImage {
  private final ImageRecord image;
  private final PersistentIndex referencesByImage;
  private final @Nullable PersistentMap<String, String> known;

  /** Makes an image whose references are looked up in an index, unless they are known. */
  NamedImage(
      ImageRecord image,
      PersistentIndex referencesByImage,
      @Nullable PersistentMap<String, String> known) {
    this.image = image;
    this.referencesByImage = referencesByImage;
    this.known = known;
  }

  private PersistentMap<String, String> set() {
    return known == null ? referencesByImage.set(image.id().hex()) : known;
  }

  /** Returns the image. */
  public ImageRecord image() {
    return image;
  }

  /** Returns the references, ascending. */
  public Stream<String> references() {
    return set().values();
  }

  /** Returns whether there is a reference that meets a condition. */
  public boolean hasReference(Predicate<String> condition) {
    return set().anyKey(condition);
  }
}
