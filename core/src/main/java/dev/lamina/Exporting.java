package dev.lamina;

import java.io.OutputStream;
import java.nio.file.Path;

/** Where a container's files go as a tar: {@code store.export("c1").to(path)}. Immutable. */
public interface Exporting {
  /**
   * Writes the tar to a file, which appears when it is whole.
   *
   * @throws ImageStoreException if it cannot be written
   */
  void to(Path file);

  /**
   * Writes the tar.
   *
   * @param out written to, not closed
   * @throws ImageStoreException if it cannot be written
   */
  void to(OutputStream out);
}
