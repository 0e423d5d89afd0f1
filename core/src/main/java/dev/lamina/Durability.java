package dev.lamina;

/** What a success means when the power fails. Whatever is chosen, a store stays consistent. */
public enum Durability {
  /** What was reported as done survives a power failure. */
  FULL,
  /** The latest changes may be lost by a power failure; a killed process loses nothing. */
  FAST
}
