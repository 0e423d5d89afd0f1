package dev.lamina.internal.archive;

import java.util.List;

/**
 * An image as it was received: what an OCI layout gives back byte for byte.
 *
 * @param root its manifest, or the index of several platforms that it came with
 * @param blobs all that the root names, and what that names: manifests, configurations, layers in
 *     the form in which the manifests name them, attestations. One may occur twice
 */
public record SavedForm(SavedBlob root, List<SavedBlob> blobs) {
  /** Copies the list. */
  public SavedForm {
    blobs = List.copyOf(blobs);
  }
}
