package dev.lamina.internal.oci;

/** How a layer's tar is packed. */
public enum LayerCompression {
  /** A plain tar. */
  NONE,
  /** gzip. */
  GZIP,
  /** Zstandard. */
  ZSTD
}
