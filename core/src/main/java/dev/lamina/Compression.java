package dev.lamina;

/** How a new layer is packed in the store, and in what is saved of it as an OCI image. */
public enum Compression {
  /** As it is: the fastest. */
  NONE,
  /** As gzip, which every engine reads. */
  GZIP,
  /** As Zstandard: smaller than gzip, and faster to read. */
  ZSTD
}
