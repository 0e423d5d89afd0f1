package dev.lamina.internal.unpack;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes paths of names that are bytes. Where the host's names are bytes too, text would depend on
 * the locale and could not say all of them; a URI can.
 */
final class HostPaths {
  private HostPaths() {}

  /** Returns whether a path is one of the host's own file system. */
  static boolean isOfHost(Path path) {
    return "file".equals(path.getFileSystem().provider().getScheme());
  }

  /**
   * Returns the path of a name in a directory.
   *
   * @throws IOException if the file system cannot have a file of this name
   */
  static Path child(Path directory, byte[] name) throws IOException {
    Path child;
    try {
      child =
          needsUri(directory, name)
              ? ofUri(directory, directory.toAbsolutePath().toUri().getRawPath(), name)
              : directory.resolve(ByteNames.decode(name));
    } catch (IllegalArgumentException e) { // InvalidPathException is one.
      throw invalid(directory, name, e);
    }
    if (!directory.equals(child.getParent())) {
      throw invalid(directory, name, null); // It has what separates names on this host.
    }
    return child;
  }

  private static FileSystemException invalid(
      Path directory, byte[] name, @Nullable Exception cause) {
    FileSystemException failure =
        new FileSystemException(
            directory.toString(),
            ByteNames.escape(name),
            "the file system of this directory cannot have a file of this name");
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  /**
   * Returns what a symbolic link is to hold.
   *
   * @param link where the link is to be
   * @throws IOException if the file system cannot have such a link
   */
  static Path linkTarget(Path link, byte[] target) throws IOException {
    FileSystem fileSystem = link.getFileSystem();
    try {
      if (!needsUri(link, target)) {
        return fileSystem.getPath(ByteNames.decode(target));
      }
      Path absolute = ofUri(link, "/", target);
      return target[0] == '/' ? absolute : absolute.subpath(0, absolute.getNameCount());
    } catch (IllegalArgumentException e) {
      throw invalid(link, target, e);
    }
  }

  private static boolean needsUri(Path path, byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return isOfHost(path);
      }
    }
    return false;
  }

  private static Path ofUri(Path any, String directory, byte[] bytes) {
    StringBuilder uri = new StringBuilder("file://").append(directory);
    if (!directory.endsWith("/")) {
      uri.append('/');
    }
    for (byte b : bytes) {
      if (b == '/') {
        uri.append('/');
      } else {
        uri.append(String.format("%%%02X", b & 0xff));
      }
    }
    return any.getFileSystem().provider().getPath(URI.create(uri.toString()));
  }
}
