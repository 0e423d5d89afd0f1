package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import java.util.List;

/**
 * A layer that the store has.
 *
 * @param diffId the digest of its tar archive, uncompressed
 * @param size the bytes of its files, as engines count them
 * @param tarSize the bytes of that archive
 * @param forms the blobs that hold it: at least one
 */
public record LayerRecord(Digest diffId, long size, long tarSize, List<LayerForm> forms) {
  /** Makes a record with a copy of the list. */
  public LayerRecord {
    forms = List.copyOf(forms);
    if (forms.isEmpty()) {
      throw new IllegalArgumentException("layer " + diffId + " has no blob");
    }
  }
}
