package dev.lamina;

/**
 * How a new layer is packed in the store. A layer that the store has already stays as it is. When
 * an image that was made here is saved, its layers are written plain, as engines do it.
 */
public enum Compression {
  /** As it is: the fastest. */
  NONE,
  /** As gzip, which every engine reads. */
  GZIP,
  /** As Zstandard: smaller than gzip, and faster to read. */
  ZSTD
}
