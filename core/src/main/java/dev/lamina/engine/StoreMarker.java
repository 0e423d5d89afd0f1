package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.Presence;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 *
 * <p>While the store is converted, and until all that is left of that has gone, one more line names
 * the storage that it is converted to, or was before, such as {@code also overlay}.
 *
 * @param also that other storage
 */
record StoreMarker(int format, String storage, Optional<String> also) {
  static final int FORMAT = 1;
  private static final String NAME = "lamina-store";
  private static final String FIRST_LINE = "lamina store";
  private static final String ALSO = "also ";
  private static final String UNFINISHED = ".new";

  /** Reads the marker of a directory, if it has one. */
  static Optional<StoreMarker> read(Path root) throws IOException {
    Path file = new StoreLayout(root).marker();
    if (!Presence.isDirectory(root)) {
      return Optional.empty();
    }
    List<String> lines;
    try {
      // One character for each byte: what is no text must not fail otherwise.
      lines = new String(OpenFile.bytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException e) {
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
            lines.get(2).substring("storage ".length()),
            lines.stream()
                .skip(3)
                .filter(line -> line.startsWith(ALSO))
                .map(line -> line.substring(ALSO.length()))
                .findFirst()));
  }

  /**
   * Makes sure that a directory is a store of this storage, which an empty one becomes.
   *
   * @return what the directory says of itself
   * @throws UnsupportedStorageException if it is another's, or of a newer format
   */
  static StoreMarker claim(Path root, String storage) throws IOException {
    Optional<StoreMarker> found = read(root);
    if (found.isEmpty()) {
      Optional<Path> other = somethingElse(root);
      if (other.isEmpty()) {
        writeUnlessSwept(root, storage);
      }
      found = read(root); // Another process may have made the same directory a store.
      if (found.isEmpty()) {
        throw new UnsupportedStorageException(
            "%s is no store and not empty (it has %s): choose an empty or new directory"
                .formatted(root, other.map(Path::getFileName).orElse(root)));
      }
    }
    found.get().require(root, storage);
    return found.get();
  }

  private static void writeUnlessSwept(Path root, String storage) throws IOException {
    try {
      write(root, storage, Optional.empty());
    } catch (NoSuchFileException e) {
      if (read(root).isEmpty()) {
        throw e; // Else another process has been faster, and has swept.
      }
    }
  }

  /** Writes the marker of this format, at one instant. */
  static void write(Path root, String storage, Optional<String> also) throws IOException {
    Path own = OpenFile.temporary(root, NAME, UNFINISHED); // Not shared with who does the same.
    try {
      AtomicFile.write(
          own,
          Fsync.FULL,
          out ->
              out.write(
                  new StoreMarker(FORMAT, storage, also).text().getBytes(StandardCharsets.UTF_8)));
      AtomicFile.replace(own, new StoreLayout(root).marker());
    } catch (IOException e) {
      deleteAfter(e, own);
      throw e;
    }
    Fsync.FULL.directory(root);
  }

  private static void deleteAfter(IOException cause, Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Deletes what killed processes have left of markers, in a directory that has one. Who is writing
   * the same marker now finds it there instead.
   */
  static void sweep(Path root) {
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(root, NAME + "?*" + UNFINISHED)) {
      for (Path file : unfinished) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      Loggers.of(StoreMarker.class).log(Level.DEBUG, "unfinished markers stay in " + root, e);
    }
  }

  /** Returns what the file says. */
  String text() {
    return "%s\nformat %s\nstorage %s\n%s"
        .formatted(FIRST_LINE, format, storage, also.map(other -> ALSO + other + "\n").orElse(""));
  }

  private void require(Path root, String wanted) {
    requireKnownFormat(root);
    requireStorage(root, wanted);
  }

  /** Throws if the store is of a newer format. */
  void requireKnownFormat(Path root) {
    if (format > FORMAT) {
      throw new UnsupportedStorageException(
          "the store %s has format %s, newer than the %s this version knows: use a newer version"
              .formatted(root, format, FORMAT));
    }
  }

  private void requireStorage(Path root, String wanted) {
    if (!storage.equals(wanted)) {
      throw new UnsupportedStorageException(
          "the store %s was made by the storage %s and cannot be opened by %s: open it by its own storage, or convert it, by ImageStore.convert"
              .formatted(root, storage, wanted));
    }
  }

  private static Optional<Path> somethingElse(Path root) throws IOException {
    return Listing.of(root, file -> !file.getFileName().toString().startsWith(NAME)).stream()
        .findFirst();
  }
}
