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
   * Unpacks the files into an empty directory of any file system, which is made if it is missing.
   * Nothing is written outside of it, whatever the files are. What the host refuses to the process,
   * or Java cannot make, is left out: owners, and then the set-user-ID and set-group-ID bits with
   * them; extended attributes but {@code user}; devices and named pipes. The directory keeps its
   * own permissions, which only its owner has until all is done.
   *
   * @throws ImageStoreException if the directory is not empty, or something cannot be written, such
   *     as two names that the file system takes for one; what was written until then stays
   */
  void toDirectory(Path directory);
}
