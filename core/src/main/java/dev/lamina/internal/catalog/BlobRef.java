package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A document kept for an image, byte for byte: its manifest, an index that names it, or what is
 * attached to it.
 *
 * @param digest the document's digest
 * @param mediaType what it says it is
 * @param size its bytes
 * @param role why it is kept: {@code manifest}, {@code index} or {@code attachment}
 */
public record BlobRef(Digest digest, String mediaType, long size, String role) {
  /** The role of the image's own manifest. */
  public static final String MANIFEST = "manifest";

  /** The role of an index that names the image's manifest. */
  public static final String INDEX = "index";

  /** The role of a document about the image, such as a signature. */
  public static final String ATTACHMENT = "attachment";

  // Written out as those of digests are, for a quick start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlobRef blob
        && digest.equals(blob.digest)
        && mediaType.equals(blob.mediaType)
        && size == blob.size
        && role.equals(blob.role);
  }

  @Override
  public int hashCode() {
    return 31 * digest.hashCode() + role.hashCode();
  }
}
