package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names by which a layer takes away: {@code .wh.NAME} hides {@code NAME} of the layers below,
 * {@code .wh..wh..opq} all that they have in its directory. Other names that start with {@code
 * .wh..wh.} are AUFS's own files and no part of an image.
 */
final class WhiteoutNames {
  private static final byte[] PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] METADATA = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(StandardCharsets.US_ASCII);

  private WhiteoutNames() {}

  /** Returns the path of the member that takes a path away. */
  static EntryPath of(LayerEntry.Whiteout whiteout) {
    byte[] hidden = whiteout.path().name();
    byte[] name = Arrays.copyOf(PREFIX, PREFIX.length + hidden.length);
    System.arraycopy(hidden, 0, name, PREFIX.length, hidden.length);
    return whiteout.path().parent().resolve(name);
  }

  /** Returns the path of the member that takes away what is in a directory. */
  static EntryPath of(LayerEntry.Opaque opaque) {
    return opaque.path().resolve(OPAQUE);
  }

  /** Returns the length of the whiteout prefix of a component; 0 if it has none. */
  static int prefixLength(byte[] path, int start, int end) {
    return startsWith(PREFIX, path, start, end) ? PREFIX.length : 0;
  }

  /** Returns whether a cleaned path is AUFS metadata, or below a directory of such. */
  static boolean isMetadata(byte[] path) {
    for (int start = 0; start < path.length; ) {
      int end = componentEnd(path, start);
      if (startsWith(METADATA, path, start, end) && !isOpaque(path, start, end)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /** Returns what a cleaned path takes away; null if it is no whiteout's. */
  static @Nullable LayerEntry parse(byte[] path) {
    for (int start = 0; start < path.length; ) {
      int end = componentEnd(path, start);
      if (startsWith(PREFIX, path, start, end)) {
        if (end < path.length) {
          throw new InvalidArchiveException("member below a whiteout, \".wh.\"");
        }
        return whiteout(path, start);
      }
      start = end + 1;
    }
    return null;
  }

  private static LayerEntry whiteout(byte[] path, int start) {
    EntryPath directory = EntryPath.of(Arrays.copyOf(path, Math.max(0, start - 1)));
    if (isOpaque(path, start, path.length)) {
      return new LayerEntry.Opaque(directory);
    }
    byte[] name = Arrays.copyOfRange(path, start + PREFIX.length, path.length);
    if (name.length == 0 || isDots(name)) {
      throw new InvalidArchiveException("invalid whiteout: \".wh.\" names no file");
    }
    return new LayerEntry.Whiteout(directory.resolve(name));
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private static boolean isOpaque(byte[] path, int start, int end) {
    return Arrays.equals(path, start, end, OPAQUE, 0, OPAQUE.length);
  }

  private static int componentEnd(byte[] path, int start) {
    int end = start;
    while (end < path.length && path[end] != '/') {
      end++;
    }
    return end;
  }

  private static boolean startsWith(byte[] prefix, byte[] path, int start, int end) {
    if (end - start < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (path[start + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
