package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * A URI that names an image by itself, {@code lamina:///var/lib/store!ubuntu:latest!/etc/passwd},
 * in its parts. They are split at the last two {@code !}: a root may have any, an image has none,
 * and one in the path is written {@code %21}.
 *
 * @param root the store's directory
 * @param image the name or ID
 * @param path the absolute path in the image, as it stands in the URI
 */
record ImageUri(Path root, String image, String path) {
  private static final String FORM = "the form is lamina:///<root>!<image>!/<path>";

  /**
   * Parses a URI of this form.
   *
   * @throws IllegalArgumentException if it is none
   * @throws java.nio.file.FileSystemNotFoundException if the root's file system is not there
   */
  static ImageUri parse(URI uri) {
    String text = uri.isOpaque() ? uri.getRawSchemeSpecificPart() : uri.getRawPath();
    int path = text.lastIndexOf('!');
    int image = text.lastIndexOf('!', path - 1);
    if (image <= 0 || path == image + 1 || !text.startsWith("/", path + 1)) {
      throw UnionUris.invalid(uri, FORM);
    }
    // A query that belongs to the root's URI stands before the image.
    if (text.indexOf('?', image) >= 0) {
      throw UnionUris.invalid(uri, "a query; write ? as %3F");
    }
    String root = text.substring(0, image);
    return new ImageUri(
        Path.of(URI.create(uri.isOpaque() ? root : "file://" + root)),
        ByteNames.decode(UnionUris.decode(text.substring(image + 1, path))),
        text.substring(path + 1));
  }

  /** Returns how the URI of each path in the image begins. */
  String prefix() {
    String named = "!" + UnionUris.encode(ByteNames.encode(image)) + "!";
    if (!root.getFileSystem().equals(FileSystems.getDefault())) {
      return UnionUris.SCHEME + ":" + root.toUri() + named;
    }
    String directory = root.toUri().getRawPath();
    return UnionUris.SCHEME + "://" + directory.replaceFirst("(?<=.)/$", "") + named;
  }
}
