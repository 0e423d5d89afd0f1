package dev.lamina.internal.archive;

import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;

/** Where the members of an archive go, one after the other, each directory before what it holds. */
interface ArchiveSink {
  /** Takes a directory or symbolic link. */
  void add(LayerEntry entry) throws IOException;

  /** Takes a file; the caller closes its content. */
  void add(LayerEntry.File file, InputStream content) throws IOException;

  /** Takes the end. */
  void finish() throws IOException;
}
