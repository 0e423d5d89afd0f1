package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.internal.blob.Sha256;
import dev.lamina.internal.oci.DescriptorDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that an archive is to hold, known before they are read.
 *
 * @param mediaType what they are
 * @param digest their digest
 * @param size how many they are
 * @param opener opens them; they are verified on the way
 */
public record SavedBlob(String mediaType, Digest digest, long size, BlobSource.Opener opener) {
  /** Returns a blob that is in memory. */
  public static SavedBlob of(String mediaType, byte[] bytes) {
    Digest digest = Digest.sha256(Sha256.create().digest(bytes));
    return new SavedBlob(mediaType, digest, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  static SavedBlob of(String mediaType, String json) {
    return of(mediaType, json.getBytes(StandardCharsets.UTF_8));
  }

  DescriptorDocument descriptor() {
    return DescriptorDocument.of(mediaType, digest, size);
  }

  InputStream open() throws IOException {
    return new VerifiedStream(opener.open(), digest);
  }
}
