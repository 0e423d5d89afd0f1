package dev.lamina.engine;

import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Looks whether others than the owner of the store can reach its files. */
final class Privacy {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final CheckedStore store;
  private final boolean hasPermissions;

  Privacy(CheckedStore store) {
    this.store = store;
    this.hasPermissions =
        store.layout().root().getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Looks at a directory of the store; returns whether it is there and one. */
  boolean isDirectory(Path directory) throws IOException {
    return is(directory, Kind.DIRECTORY, true);
  }

  /** Looks at a file; returns whether it is there and a regular file. */
  boolean isFile(Path file, Kind kind) throws IOException {
    return is(file, kind, false);
  }

  private boolean is(Path path, Kind kind, boolean isDirectory) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (isDirectory ? !attributes.isDirectory() : !attributes.isRegularFile()) {
      store
          .file(kind, path)
          .isDamaged(
              isDirectory ? "a directory" : "a regular file", "something else", Remedy.SET_ASIDE);
      return false;
    }
    look(path, kind);
    return true;
  }

  private void look(Path path, Kind kind) throws IOException {
    if (!hasPermissions) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
      if (!OWNERS.containsAll(permissions)) {
        store
            .file(kind, path)
            .isRemarkable(
                "permissions for the owner only",
                PosixFilePermissions.toString(permissions),
                Remedy.RESTRICT);
      }
    } catch (NoSuchFileException e) {
      // It has gone meanwhile.
    }
  }
}
