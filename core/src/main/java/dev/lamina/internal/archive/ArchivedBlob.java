package dev.lamina.internal.archive;

import dev.lamina.Digest;

/**
 * A blob that is kept because an image's manifest or index names it: the document itself, or what
 * belongs to an attestation.
 *
 * @param mediaType what it is
 * @param digest its digest
 * @param role what it is to the image: {@code manifest}, {@code index} or {@code attachment}
 * @param source where its bytes are
 */
public record ArchivedBlob(String mediaType, Digest digest, String role, BlobSource source) {
  static final String MANIFEST = "manifest";
  static final String INDEX = "index";
  static final String ATTACHMENT = "attachment";
}
