package dev.lamina.internal.archive;

import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The names of files as bytes. Where the host's names are bytes too, a path's text depends on the
 * locale and may have lost some; its URI has them all.
 */
final class HostNames {
  private static final int HEX = 16;

  private HostNames() {}

  /** Returns whether a path is one of the host's own file system. */
  static boolean isOfHost(Path path) {
    return "file".equals(path.getFileSystem().provider().getScheme());
  }

  /**
   * Returns the last name of a path.
   *
   * @throws IOException if it cannot be a name of a file in a layer
   */
  static byte[] name(Path path) throws IOException {
    byte[] whole = isOfHost(path) ? uriPath(path) : encode(path, String.valueOf(path));
    int end = whole.length;
    while (end > 0 && whole[end - 1] == '/') {
      end--;
    }
    int start = end;
    while (start > 0 && whole[start - 1] != '/') {
      start--;
    }
    byte[] name = new byte[end - start];
    System.arraycopy(whole, start, name, 0, name.length);
    return name;
  }

  /** Returns what a symbolic link holds. */
  static byte[] linkTarget(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    String text = target.toString();
    if (!isOfHost(link) || text.chars().allMatch(c -> c < 0x80)) {
      return encode(link, text);
    }
    byte[] whole = uriPath(target);
    int start = target.isAbsolute() ? 0 : uriPath(target.getFileSystem().getPath("")).length;
    int end = whole.length > 1 && whole[whole.length - 1] == '/' ? whole.length - 1 : whole.length;
    byte[] bytes = new byte[end - start];
    System.arraycopy(whole, start, bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] encode(Path path, String text) throws IOException {
    try {
      return ByteNames.encode(text);
    } catch (IllegalArgumentException e) {
      throw new FileSystemException(
          ByteNames.escape(path.toString()), null, "a layer cannot have this name: no Unicode");
    }
  }

  /** Returns the bytes of an absolute path; with a slash at its end if it is a directory. */
  private static byte[] uriPath(Path path) {
    byte[] text = path.toUri().getRawPath().getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '%') {
        bytes.write(Character.digit(text[i + 1], HEX) * HEX + Character.digit(text[i + 2], HEX));
        i += 2;
      } else {
        bytes.write(text[i]);
      }
    }
    return bytes.toByteArray();
  }
}
