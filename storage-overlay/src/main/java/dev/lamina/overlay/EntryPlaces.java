package dev.lamina.overlay;

import dev.lamina.spi.EntryPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** Where the entries of a layer are in a directory, whatever the locale. Immutable. */
final class EntryPlaces {
  /** The longest path that the kernel takes, without the zero at its end. */
  private static final int MAX_BYTES = 4095;

  /** What Java reads where a byte is no character of ASCII. */
  private static final int NOT_ASCII = 0xFFFD;

  private static final HexFormat HEX = HexFormat.of();

  private final Path root;
  private final String rootUri;
  private final int rootBytes;

  EntryPlaces(Path root) {
    String uri = root.toUri().getRawPath();
    this.root = root;
    this.rootUri = uri.endsWith("/") ? uri : uri + "/";
    this.rootBytes = Posix.bytes(root).length - 1;
  }

  Path root() {
    return root;
  }

  /** Returns whether the kernel takes a path as long as that of the entry's place. */
  boolean hasRoomFor(EntryPath path) {
    return rootBytes + 1 + path.length() <= MAX_BYTES;
  }

  /** Returns the place of an entry. */
  Path of(EntryPath path) {
    if (path.isRoot()) {
      return root;
    }
    byte[] bytes = path.bytes();
    String text = new String(bytes, StandardCharsets.US_ASCII);
    return text.indexOf(NOT_ASCII) < 0 ? root.resolve(text) : ofUri(bytes);
  }

  // Text would depend on the locale, and could not say all names; a URI can.
  private Path ofUri(byte[] bytes) {
    StringBuilder uri = new StringBuilder("file://").append(rootUri);
    for (byte b : bytes) {
      if (b == '/') {
        uri.append('/');
      } else {
        HEX.toHexDigits(uri.append('%'), b);
      }
    }
    return root.getFileSystem().provider().getPath(URI.create(uri.toString()));
  }
}
