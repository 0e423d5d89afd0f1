package dev.lamina.internal.archive;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** An archive that is a directory: new, or empty until now, so that nothing of it is mixed up. */
final class DirectorySink implements ArchiveSink {
  private final Path root;
  private final Deque<Path> made = new ArrayDeque<>();

  private DirectorySink(Path root) {
    this.root = root;
  }

  /** Writes an archive into a directory. */
  @FunctionalInterface
  interface Writing {
    void to(ArchiveSink sink) throws IOException;
  }

  /**
   * Writes into a directory, which is made if it is missing. When it fails, nothing is there that
   * was not before.
   *
   * @throws DirectoryNotEmptyException if something is in it
   */
  static void write(Path root, Writing writing) throws IOException {
    DirectorySink sink = new DirectorySink(root);
    try {
      sink.makeRoot();
      writing.to(sink);
    } catch (IOException | RuntimeException e) {
      sink.deleteMade(e);
      throw e;
    }
  }

  private void makeRoot() throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path path = root.toAbsolutePath();
        path != null && Files.notExists(path);
        path = path.getParent()) {
      missing.push(path);
    }
    for (Path path : missing) {
      makeUnlessThere(path);
    }
    if (!Listing.of(root).isEmpty()) {
      throw new DirectoryNotEmptyException(root.toString());
    }
  }

  private void makeUnlessThere(Path directory) throws IOException {
    try {
      make(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  private void make(Path directory) throws IOException {
    Files.createDirectory(directory);
    made.push(directory);
  }

  /** What others have put there meanwhile stays, with the directories that it is in. */
  private void deleteMade(Exception cause) {
    for (Path path : made) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    if (!(entry instanceof LayerEntry.Directory)) {
      throw new IllegalArgumentException("no part of a layout: " + entry);
    }
    make(root.resolve(entry.path().toString()));
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    Path path = root.resolve(file.path().toString());
    made.push(path);
    try (OutputStream out = Channels.newOutputStream(OpenFile.channel(path, CREATE_NEW, WRITE))) {
      long unused = content.transferTo(out);
    } catch (FileAlreadyExistsException e) {
      made.pop(); // It is somebody else's.
      throw e;
    }
  }

  @Override
  public void finish() {}
}
