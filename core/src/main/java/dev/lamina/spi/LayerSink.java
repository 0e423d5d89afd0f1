package dev.lamina.spi;

import java.io.IOException;
import java.io.InputStream;

/** What takes the entries of a layer, sorted by path, one after the other. */
public interface LayerSink {
  /**
   * Takes a file.
   *
   * @param content as many bytes as the entry says; the caller closes it
   * @throws IOException if the content is shorter or longer, or cannot be read or taken
   */
  void add(LayerEntry.File file, InputStream content) throws IOException;

  /**
   * Takes one more name of a file.
   *
   * @param attributes the file's own
   */
  void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException;

  /**
   * Takes what is neither a file nor a hard link, which need more than their entries.
   *
   * @throws IllegalArgumentException if it is one of these
   */
  void add(LayerEntry entry) throws IOException;
}
