package dev.lamina.overlay;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;

/** Where the entries of a layer are in a directory, whatever the locale. Immutable. */
final class EntryPlaces {
  /** The longest path that the kernel takes, without the zero at its end. */
  private static final int MAX_BYTES = 4095;

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
    return isAscii(bytes) ? root.resolve(ByteNames.decode(bytes)) : ofUri(bytes);
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
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
