package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ImageRecord;
import java.time.Instant;
import java.util.List;

/** An image in a listing, with the names that it has there, which are looked up when asked for. */
public final class ListedImage {
  /** The time of an image that says none, as engines sort: the beginning of the year 1. */
  private static final Instant TIMELESS = Instant.parse("0001-01-01T00:00:00Z");

  private final ImageRecord image;
  private final ShownNames names;
  private final long second;

  ListedImage(ImageRecord image, ShownNames names) {
    this.image = image;
    this.names = names;
    this.second = image.created().orElse(TIMELESS).getEpochSecond();
  }

  /** Orders newest first by whole seconds; images of one second by ID. */
  static int compare(ListedImage one, ListedImage other) {
    int order = Long.compare(other.second, one.second);
    return order != 0 ? order : one.image.id().hex().compareTo(other.image.id().hex());
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
