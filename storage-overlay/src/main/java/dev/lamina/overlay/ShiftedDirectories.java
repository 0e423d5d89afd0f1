package dev.lamina.overlay;

import dev.lamina.IdMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The directories of a mount with the owners of an ID map, in a copy of the mount that they are in,
 * which has no place unless it is given one: nobody else sees it. To be closed after the mount.
 */
final class ShiftedDirectories implements Closeable {
  private final Path above;
  private final Posix.Handle copy;
  private final Deque<Posix.Handle> open = new ArrayDeque<>();

  private ShiftedDirectories(Path above, Posix.Handle copy) {
    this.above = above;
    this.copy = copy;
  }

  /** Copies the mount of what is above some directories. */
  static ShiftedDirectories above(List<Path> directories, IdMap map) throws IOException {
    Path above = directories.get(0).toRealPath();
    for (Path directory : directories) {
      above = common(above, directory.toRealPath());
    }
    Posix.Handle namespace = UserNamespaces.of(map);
    ShiftedDirectories made = new ShiftedDirectories(above, PosixOwners.copyOfMount(above));
    try {
      PosixOwners.shift(made.copy, namespace, above);
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private static Path common(Path one, Path other) {
    Path common = one;
    while (!other.startsWith(common)) {
      common = Objects.requireNonNull(common.getParent()); // The root is above all.
    }
    return common;
  }

  /** Returns a path that leads to a directory in the copy, as long as this is open. */
  Path name(Path directory) throws IOException {
    int common = Posix.text(above).length();
    String rest = Posix.text(directory.toRealPath()).substring(common);
    String relative = rest.startsWith("/") ? rest.substring(1) : rest;
    Posix.Handle handle =
        Posix.openBeneath(copy.path(), relative.getBytes(StandardCharsets.ISO_8859_1));
    open.push(handle);
    if (!Files.isSameFile(handle.path(), directory)) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "cannot have other owners: it is on another file system than %s; keep a store on one"
              .formatted(above));
    }
    return handle.path();
  }

  /** Gives the copy a place. */
  void place(Path place) throws IOException {
    Posix.place(copy, place);
  }

  @Override
  public void close() {
    open.forEach(Posix.Handle::close);
    copy.close();
  }
}
