package dev.lamina.internal.archive;

import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An archive that is a directory: new, or empty until now, so that nothing of it is mixed up. */
final class DirectorySink implements ArchiveSink {
  private final Path root;

  private DirectorySink(Path root) {
    this.root = root;
  }

  /**
   * Opens a directory, which is made if it is missing.
   *
   * @throws DirectoryNotEmptyException if something is in it
   */
  static DirectorySink open(Path root) throws IOException {
    Files.createDirectories(root);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
      if (children.iterator().hasNext()) {
        throw new DirectoryNotEmptyException(root.toString());
      }
    }
    return new DirectorySink(root);
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    if (!(entry instanceof LayerEntry.Directory)) {
      throw new IllegalArgumentException("no part of a layout: " + entry);
    }
    Files.createDirectory(root.resolve(entry.path().toString()));
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    long unused = Files.copy(content, root.resolve(file.path().toString()));
  }

  @Override
  public void finish() {}
}
