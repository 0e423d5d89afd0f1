package dev.lamina;

import java.io.OutputStream;
import java.nio.file.Path;

/** Where the files of a tree go: {@code store.export("c1").to(path)}. Immutable. */
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

  /**
   * Unpacks the files into an empty directory, which is made if it is missing. Nothing is written
   * outside of it, whatever the files are. Owners, devices and other things that the host refuses
   * to the process, or does not know, are left out.
   *
   * @throws ImageStoreException if the directory is not empty, or something cannot be written
   */
  void toDirectory(Path directory);
}
