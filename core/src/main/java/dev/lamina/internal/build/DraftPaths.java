package dev.lamina.internal.build;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the paths of a new layer, and knows which of them no layer can have. */
final class DraftPaths {
  /** What a tar takes for a whiteout, so that no file can have such a name. */
  private static final byte[] WHITEOUT = ".wh.".getBytes(StandardCharsets.US_ASCII);

  private DraftPaths() {}

  /** Reads the path of a file. */
  static EntryPath file(String text) {
    EntryPath path = parse(text);
    for (EntryPath way = path; !way.isRoot(); way = way.parent()) {
      requireName(way.name());
    }
    return path;
  }

  private static EntryPath parse(String text) {
    try {
      return EntryPath.parse(text.startsWith("/") ? text.substring(1) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "invalid path in an image: \"%s\": no name on the way may be empty, \".\" or \"..\", or have a NUL"
              .formatted(ByteNames.escape(text)),
          e);
    }
  }

  /** Reads the path of a directory, which may end with a slash. */
  static EntryPath directory(String text) {
    boolean hasSlash = text.length() > 1 && text.endsWith("/");
    return file(hasSlash ? text.substring(0, text.length() - 1) : text);
  }

  /** Returns the path of what is in a directory under a name. */
  static EntryPath child(EntryPath directory, byte[] name) {
    requireName(name);
    return directory.resolve(name);
  }

  private static void requireName(byte[] name) {
    if (name.length >= WHITEOUT.length
        && Arrays.equals(name, 0, WHITEOUT.length, WHITEOUT, 0, WHITEOUT.length)) {
      throw new IllegalArgumentException(
          "\"%s\": a name that begins with .wh. would be taken for the removal of a file; no layer"
                  .formatted(ByteNames.escape(name))
              + " can hold it");
    }
  }

  /** Returns whether a path is below a directory. */
  static boolean isBelow(EntryPath path, EntryPath directory) {
    if (path.depth() <= directory.depth()) {
      return false;
    }
    byte[] inner = path.bytes();
    byte[] outer = directory.bytes();
    return outer.length == 0
        || (inner[outer.length] == '/'
            && Arrays.equals(inner, 0, outer.length, outer, 0, outer.length));
  }

  /** Returns how a path is told in messages. */
  static String shown(EntryPath path) {
    return ByteNames.escape("/" + path);
  }
}
