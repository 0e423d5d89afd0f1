package dev.lamina.overlay;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import java.io.IOException;
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

  /**
   * Returns the place of an entry.
   *
   * @throws IOException if the path is too long
   */
  Path of(EntryPath path) throws IOException {
    if (path.isRoot()) {
      return root;
    }
    byte[] bytes = path.bytes();
    int length = rootBytes + 1 + bytes.length;
    if (length > MAX_BYTES) {
      throw new IOException(
          "the path is too long: in the store's directory it has %d bytes, and the kernel takes at most %d"
              .formatted(length, MAX_BYTES));
    }
    String text = ByteNames.decode(bytes);
    return text.length() == bytes.length ? root.resolve(text) : ofUri(bytes);
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
