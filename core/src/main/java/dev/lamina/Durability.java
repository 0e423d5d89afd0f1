package dev.lamina;

/**
 * What a success means when the power fails. Whatever is chosen, what has been on the medium for a
 * while stays.
 */
public enum Durability {
  /** What was reported as done survives a power failure. */
  FULL,
  /**
   * The latest changes may be lost by a power failure, and nothing else: the store is what it was
   * at some moment before, and all of that is whole. Who opens it first when the machine has been
   * started again looks whether what came last is there, and takes back what is not, which the
   * logger tells. A killed process loses nothing. What was written into a container is as on any
   * file system after a power failure.
   */
  FAST
}
