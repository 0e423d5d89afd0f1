package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import java.io.Closeable;
import java.io.IOException;

/** The regular files of an archive or layout, by their paths in it. */
interface ArchiveFiles extends Closeable {
  /** Returns whether there is a file of this path. */
  boolean has(String path);

  /**
   * Returns a file, to be read or already received.
   *
   * @throws InvalidArchiveException if there is none
   */
  BlobSource blob(String path) throws IOException;
}
