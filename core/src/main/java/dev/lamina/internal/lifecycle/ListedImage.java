package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.NamedImage;
import java.util.List;
import java.util.function.Predicate;

/** An image in a listing, with those of its names that the listing leaves it. */
public final class ListedImage {
  private final NamedImage named;
  private final Predicate<String> shown;

  /** Makes an image that has the names that meet a condition on canonical texts. */
  ListedImage(NamedImage named, Predicate<String> shown) {
    this.named = named;
    this.shown = shown;
  }

  /** Returns the image. */
  public ImageRecord image() {
    return named.image();
  }

  /** Returns the names that the listing leaves the image, as canonical texts, ascending. */
  public List<String> references() {
    return named.references().filter(shown).toList();
  }

  boolean hasReference() {
    return named.hasReference(shown);
  }

  boolean hasReference(Predicate<String> condition) {
    return named.hasReference(name -> condition.test(name) && shown.test(name));
  }

  boolean hasTag() {
    return hasReference(FamiliarText::isTag);
  }
}
