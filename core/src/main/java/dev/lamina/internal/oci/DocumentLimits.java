package dev.lamina.internal.oci;

/** How large a document may be, for whoever reads one out of an archive. */
public final class DocumentLimits {
  /** The most bytes of a manifest, an index or any other document that is not a config: 4 MiB. */
  public static final int MANIFEST = 4 << 20;

  /** The most bytes of an image config: 8 MiB. */
  public static final int CONFIG = 8 << 20;

  private DocumentLimits() {}
}
