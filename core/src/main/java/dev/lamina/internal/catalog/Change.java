package dev.lamina.internal.catalog;

import dev.lamina.Digest;

/** One step of a transaction; what it means, and when it is refused, says {@link StoreState}. */
public sealed interface Change {
  /** Adds an image, or replaces what is known of it. */
  record PutImage(ImageRecord image) implements Change {}

  /** Removes an image, to which no reference points any more. */
  record RemoveImage(Digest id) implements Change {}

  /** Points a reference, in its canonical form, at an image that is there. */
  record PutReference(String reference, Digest image) implements Change {}

  /** Removes a reference. */
  record RemoveReference(String reference) implements Change {}

  /** Adds a layer, or replaces what is known of it. */
  record PutLayer(LayerRecord layer) implements Change {}

  /** Removes a layer, which no image and no container needs any more. */
  record RemoveLayer(Digest diffId) implements Change {}

  /** Adds a container, or replaces what is known of it. */
  record PutContainer(ContainerRecord container) implements Change {}

  /** Removes a container. */
  record RemoveContainer(String id) implements Change {}

  /** Tells of something that happened; the last ones are remembered. */
  record AddEvent(EventRecord event) implements Change {}
}
