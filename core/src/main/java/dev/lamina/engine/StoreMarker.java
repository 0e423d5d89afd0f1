package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file that says that a directory is a store, in which format, and by which storage:
 *
 * <pre>
 * lamina store
 * format 1
 * storage vfs
 * </pre>
 */
record StoreMarker(int format, String storage) {
  static final int FORMAT = 1;
  private static final String FIRST_LINE = "lamina store";

  /** Reads the marker of a directory, if it has one. */
  static Optional<StoreMarker> read(Path root) throws IOException {
    Path file = new StoreLayout(root).marker();
    List<String> lines;
    try {
      lines = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
    if (lines.size() < 3
        || !lines.get(0).equals(FIRST_LINE)
        || !lines.get(1).matches("format [0-9]{1,9}")
        || !lines.get(2).startsWith("storage ")) {
      throw new CorruptStoreException(file, "a store's marker", "other contents");
    }
    return Optional.of(
        new StoreMarker(
            Integer.parseInt(lines.get(1).substring("format ".length())),
            lines.get(2).substring("storage ".length())));
  }

  /**
   * Makes sure that a directory is a store of this storage, which an empty one becomes.
   *
   * @throws UnsupportedStorageException if it is another's, or of a newer format
   */
  static void claim(Path root, String storage) throws IOException {
    Optional<StoreMarker> found = read(root);
    if (found.isEmpty()) {
      requireEmpty(root);
      AtomicFile.write(
          new StoreLayout(root).marker(),
          Fsync.FULL,
          out ->
              out.write(
                  "%s\nformat %d\nstorage %s\n"
                      .formatted(FIRST_LINE, FORMAT, storage)
                      .getBytes(StandardCharsets.UTF_8)));
      return;
    }
    StoreMarker marker = found.get();
    if (marker.format() > FORMAT) {
      throw new UnsupportedStorageException(
          "the store %s has format %d, newer than the %d this version knows: use a newer version"
              .formatted(root, marker.format(), FORMAT));
    }
    if (!marker.storage().equals(storage)) {
      throw new UnsupportedStorageException(
          "the store %s was made by the storage %s and cannot be opened by %s"
              .formatted(root, marker.storage(), storage));
    }
  }

  private static void requireEmpty(Path root) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
      for (Path file : files) {
        if (file.getFileName().toString().startsWith("lamina-store")) {
          continue; // Another process makes the same directory a store.
        }
        throw new UnsupportedStorageException(
            "%s is no store and not empty (it has %s): choose an empty or new directory"
                .formatted(root, file.getFileName()));
      }
    }
  }
}
