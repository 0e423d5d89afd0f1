package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ImageRecord;
import java.util.List;

/** An image in a listing, with the names that it has there, which are looked up when asked for. */
public final class ListedImage {
  private final ImageRecord image;
  private final ShownNames names;

  ListedImage(ImageRecord image, ShownNames names) {
    this.image = image;
    this.names = names;
  }

  /** Returns the image. */
  public ImageRecord image() {
    return image;
  }

  /** Returns the names that the listing leaves the image, as canonical texts, ascending. */
  public List<String> references() {
    return names.of(image.id()).toList();
  }

  boolean hasReference() {
    return names.has(image.id());
  }

  boolean hasTag() {
    return names.of(image.id()).anyMatch(FamiliarText::isTag);
  }
}
