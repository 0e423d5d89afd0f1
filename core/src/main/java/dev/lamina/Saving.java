package dev.lamina;

import java.io.OutputStream;
import java.nio.file.Path;

/**
 * In what form images are saved: {@code store.save("app:1").to(path)}. Immutable. Where nothing is
 * said, it is the archive that engines write since version 25, which every engine and tool loads:
 * an OCI layout that is a {@code docker save} archive as well.
 *
 * <p>The same images give the same bytes.
 */
public interface Saving {
  /** Chooses the archive that engines wrote before version 25, a directory for each layer. */
  Saving legacyLayout();

  /** Chooses an OCI image layout in a tar; blobs and manifests are as they arrived. */
  Saving ociArchive();

  /** Chooses an OCI image layout in a directory; blobs and manifests are as they arrived. */
  OciLayout ociLayout();

  /** An OCI image layout, to be written into a directory. */
  interface OciLayout {
    /**
     * Writes the layout.
     *
     * @param directory an empty or missing directory
     * @throws ImageStoreException if the directory is not empty or cannot be written, or an image
     *     cannot be read: nothing is there then that was not before
     */
    void to(Path directory);
  }

  /**
   * Writes the archive to a file, which appears when it is whole.
   *
   * @throws ImageStoreException if it cannot be written
   */
  void to(Path file);

  /**
   * Writes the archive.
   *
   * @param out written to, not closed
   * @throws ImageStoreException if it cannot be written
   */
  void to(OutputStream out);
}
