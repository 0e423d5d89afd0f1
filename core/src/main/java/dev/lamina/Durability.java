package dev.lamina;

/**
 * What a success means when the power fails. Whatever is chosen, what has been on the medium for a
 * while stays.
 */
public enum Durability {
  /** What was reported as done survives a power failure. */
  FULL,
  /**
   * The latest changes may be lost by a power failure; a killed process loses nothing. Of the
   * images that came last, some may be listed and damaged then: {@link ImageStore#check} tells
   * which, and they can be removed, or loaded again.
   */
  FAST
}
