package dev.lamina.internal.layer;

import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import java.util.Arrays;

/**
 * A path as bytes that sort breadth-first when they are compared unsigned: its depth in two bytes,
 * big-endian, then the path with NUL, which no name has, for each slash.
 */
final class SortKey {
  static final int DEPTH_BYTES = 2;
  static final byte SEPARATOR = 0;
  private static final int MAX_PATH_BYTES = 65_000; // keys have their length in two bytes

  private SortKey() {}

  /**
   * Returns the key of a path.
   *
   * @throws InvalidArchiveException if the path or a name is too long for an index
   */
  static byte[] of(EntryPath path) {
    byte[] bytes = path.bytes();
    if (bytes.length > MAX_PATH_BYTES) {
      throw new InvalidArchiveException(
          "layer entry path of " + bytes.length + " bytes is longer than " + MAX_PATH_BYTES);
    }
    byte[] key = new byte[DEPTH_BYTES + bytes.length];
    int depth = bytes.length == 0 ? 0 : 1;
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '/') {
        checkName(path, i - start);
        start = i + 1;
        depth++;
      } else {
        key[DEPTH_BYTES + i] = bytes[i];
      }
    }
    checkName(path, bytes.length - start);
    putDepth(key, depth);
    return key;
  }

  private static void checkName(EntryPath path, int length) {
    if (length > IndexFormat.MAX_NAME_BYTES) {
      throw new InvalidArchiveException(
          "layer entry \""
              + ByteNames.escape(path.toString())
              + "\": name of "
              + length
              + " bytes is longer than "
              + IndexFormat.MAX_NAME_BYTES);
    }
  }

  static void putDepth(byte[] key, int depth) {
    key[0] = (byte) (depth >> 8);
    key[1] = (byte) depth;
  }

  /** Returns where in an array the last name of a key begins. */
  static int nameStart(byte[] array, int keyStart, int keyEnd) {
    int i = keyEnd;
    while (i > keyStart + DEPTH_BYTES && array[i - 1] != SEPARATOR) {
      i--;
    }
    return i;
  }

  /** Returns the path of a key for a message. */
  static String describe(byte[] key, int length) {
    byte[] path = Arrays.copyOfRange(key, DEPTH_BYTES, length);
    for (int i = 0; i < path.length; i++) {
      if (path[i] == SEPARATOR) {
        path[i] = '/';
      }
    }
    return path.length == 0 ? "/" : ByteNames.escape(path);
  }
}
