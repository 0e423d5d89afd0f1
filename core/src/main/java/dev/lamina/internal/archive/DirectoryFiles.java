package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The files of a layout that is a directory. Nothing outside it is ever read: every name on the way
 * must be a real directory, and the last one a regular file.
 */
final class DirectoryFiles implements ArchiveFiles {
  private final Path root;

  DirectoryFiles(Path root) {
    this.root = root;
  }

  @Override
  public boolean has(String path) {
    return isPlain(path) && Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether a path goes down only, by names that this file system can have. */
  private boolean isPlain(String path) {
    try {
      for (String name : path.split("/", -1)) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("\\")) {
          return false;
        }
        Path unused = root.resolve(name);
      }
      return true;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public BlobSource blob(String path) throws IOException {
    if (!isPlain(path)) {
      throw new InvalidArchiveException("invalid path " + ByteNames.escape(path) + " in layout");
    }
    Path file = root;
    for (String name : path.split("/", -1)) {
      file = file.resolve(name);
      if (Files.isSymbolicLink(file)) {
        throw new InvalidArchiveException(
            "%s is a symbolic link; the files of a layout must be regular files"
                .formatted(ByteNames.escape(path)));
      }
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidArchiveException("missing from the layout: " + ByteNames.escape(path));
    }
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new InvalidArchiveException(ByteNames.escape(path) + " is no regular file");
    }
    Path found = file;
    return BlobSource.readable(
        path, attributes.size(), () -> Files.newInputStream(found, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void close() {}
}
