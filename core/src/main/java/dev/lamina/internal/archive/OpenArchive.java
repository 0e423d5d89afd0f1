package dev.lamina.internal.archive;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** An archive whose documents are read, and whose layers can be. */
public final class OpenArchive implements Closeable {
  private final ArchiveFiles files;
  private final List<ArchivedImage> images;

  OpenArchive(ArchiveFiles files, List<ArchivedImage> images) {
    this.files = files;
    this.images = List.copyOf(images);
  }

  /** Returns the images, in the archive's order. */
  public List<ArchivedImage> images() {
    return images;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
