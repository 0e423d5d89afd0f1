package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.net.URI;

/**
 * URIs such as {@code lamina://vfs1/etc/passwd}: the id of an open file system, and the bytes of an
 * absolute path, percent-encoded where RFC 3986 wants it; or those of {@link ImageUri}.
 */
final class UnionUris {
  static final String SCHEME = "lamina";
  private static final String PLAIN = "/-._~!$&'()*+,;=:@";
  private static final String HEX = "0123456789ABCDEF";

  private UnionUris() {}

  static URI of(UnionPath absolute) {
    String prefix = absolute.getFileSystem().uriPrefix();
    String path = encode(absolute.bytes());
    return URI.create(prefix + (prefix.endsWith("!") ? path.replace("!", "%21") : path));
  }

  /** Returns bytes as they stand in a path of a URI. */
  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (isPlain(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return text.toString();
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
    return isOfImage(uri) ? OpenImages.find(uri) : OpenFileSystems.find(uri.getRawAuthority());
  }

  /**
   * Returns whether the URI names an image, and not an open file system by its id.
   *
   * @throws IllegalArgumentException if the URI is not of this scheme's form
   */
  static boolean isOfImage(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw invalid(uri, "the scheme is not " + SCHEME);
    }
    if (uri.getRawFragment() != null || (!uri.isOpaque() && uri.getRawQuery() != null)) {
      throw invalid(uri, "a query or fragment; write ? as %3F and # as %23");
    }
    return uri.getRawAuthority() == null;
  }

  /**
   * Returns the path that the URI is of; an image that it names is mounted if need be.
   *
   * @throws IllegalArgumentException if the URI is not of this scheme's form
   * @throws java.nio.file.FileSystemNotFoundException if no file system with the id is open, or the
   *     image cannot be mounted
   */
  static UnionPath path(URI uri) {
    if (isOfImage(uri)) {
      return OpenImages.path(uri);
    }
    UnionFileSystem fileSystem = fileSystem(uri);
    String path = uri.getRawPath();
    if (path.isEmpty()) {
      throw invalid(uri, "the path is empty; the root is lamina://" + fileSystem.id() + "/");
    }
    return UnionPath.of(fileSystem, decode(path));
  }

  /** Returns the bytes that a path of a URI stands for. */
  static byte[] decode(String path) {
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

  static IllegalArgumentException invalid(URI uri, String why) {
    return new IllegalArgumentException("invalid URI " + uri + ": " + why);
  }
}
