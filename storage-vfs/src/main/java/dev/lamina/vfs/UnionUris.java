package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.net.URI;

/**
 * URIs such as {@code lamina://vfs1/etc/passwd}: the id of an open file system, and the bytes of an
 * absolute path, percent-encoded where RFC 3986 wants it.
 */
final class UnionUris {
  static final String SCHEME = "lamina";
  private static final String PLAIN = "/-._~!$&'()*+,;=:@";
  private static final String HEX = "0123456789ABCDEF";

  private UnionUris() {}

  static URI of(UnionPath absolute) {
    StringBuilder text = new StringBuilder(SCHEME).append("://");
    text.append(absolute.getFileSystem().id());
    for (byte b : absolute.bytes()) {
      if (isPlain(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return URI.create(text.toString());
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && PLAIN.indexOf(b) >= 0);
  }

  /**
   * Returns the open file system that the URI is of.
   *
   * @throws IllegalArgumentException if the URI is not of this scheme's form
   * @throws java.nio.file.FileSystemNotFoundException if no file system with the id is open
   */
  static UnionFileSystem fileSystem(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw invalid(uri, "the scheme is not " + SCHEME);
    }
    if (uri.isOpaque() || uri.getRawAuthority() == null) {
      throw invalid(uri, "it names no file system; the form is lamina://<id>/<path>");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid(uri, "a query or fragment; write ? as %3F and # as %23");
    }
    return OpenFileSystems.find(uri.getRawAuthority());
  }

  /**
   * Returns the path that the URI is of.
   *
   * @throws IllegalArgumentException if the URI is not of this scheme's form
   * @throws java.nio.file.FileSystemNotFoundException if no file system with the id is open
   */
  static UnionPath path(URI uri) {
    UnionFileSystem fileSystem = fileSystem(uri);
    String path = uri.getRawPath();
    if (path.isEmpty()) {
      throw invalid(uri, "the path is empty; the root is lamina://" + fileSystem.id() + "/");
    }
    return UnionPath.of(fileSystem, decode(path));
  }

  private static byte[] decode(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(path.length());
    // A URI has two hexadecimal digits behind each '%': java.net.URI sees to it.
    for (int i = 0; i < path.length(); ) {
      int percent = path.indexOf('%', i);
      int end = percent < 0 ? path.length() : percent;
      out.writeBytes(ByteNames.encode(path.substring(i, end)));
      if (percent >= 0) {
        out.write(Integer.parseInt(path, percent + 1, percent + 3, 16));
        end += 3;
      }
      i = end;
    }
    return out.toByteArray();
  }

  private static IllegalArgumentException invalid(URI uri, String why) {
    return new IllegalArgumentException("invalid URI " + uri + ": " + why);
  }
}
