package dev.lamina;

/** How to remove an image. */
public enum RemoveOption {
  /** Also if it has several names or a container that has ended. */
  FORCE,
  /** Leaves the images that it was made from, also if nothing else needs them. */
  NO_PRUNE
}
