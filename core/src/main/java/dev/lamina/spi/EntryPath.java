package dev.lamina.spi;

import java.util.Arrays;

/**
 * The path of an entry in a layer: names joined by {@code /}, relative to the root, each name any
 * bytes but {@code NUL} and {@code /}. There is no empty name, no {@code .} and no {@code ..}: an
 * entry path cannot leave the root. The root itself is the empty path.
 *
 * <p>The order is that of a tree listed level by level within each directory: {@code /} sorts
 * before every other byte, bytes compare unsigned.
 */
public final class EntryPath implements Comparable<EntryPath> {
  /** The root of a layer. */
  public static final EntryPath ROOT = new EntryPath(new byte[0]);

  private final byte[] bytes;

  private EntryPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Makes a path of bytes that are already in its form.
   *
   * @throws IllegalArgumentException if a name is empty, {@code .} or {@code ..}, or a byte is NUL
   */
  public static EntryPath of(byte[] bytes) {
    if (bytes.length == 0) {
      return ROOT;
    }
    requireNames(bytes, 0);
    return new EntryPath(bytes.clone());
  }

  private static void requireNames(byte[] bytes, int from) {
    int start = from;
    for (int i = from; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        if (isSpecial(bytes, start, i)) {
          throw new IllegalArgumentException("invalid entry path: " + ByteNames.escape(bytes));
        }
        start = i + 1;
      } else if (bytes[i] == 0) {
        throw new IllegalArgumentException("invalid entry path: " + ByteNames.escape(bytes));
      }
    }
  }

  /** Parses a path such as {@code etc/passwd}, in the encoding of {@link ByteNames}. */
  public static EntryPath parse(String text) {
    return of(ByteNames.encode(text));
  }

  private static boolean isSpecial(byte[] bytes, int start, int end) {
    int length = end - start;
    return length == 0
        || (length == 1 && bytes[start] == '.')
        || (length == 2 && bytes[start] == '.' && bytes[start + 1] == '.');
  }

  /** Returns a copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns whether this is the root. */
  public boolean isRoot() {
    return bytes.length == 0;
  }

  /** Returns the number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Returns the last name; empty for the root. */
  public byte[] name() {
    return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
  }

  /** Returns the path of the directory that holds this entry; the root's is the root. */
  public EntryPath parent() {
    int slash = lastSlash();
    return slash < 0 ? ROOT : new EntryPath(Arrays.copyOf(bytes, slash));
  }

  /** Returns the path of an entry with this name in this directory. */
  public EntryPath resolve(byte[] name) {
    if (isRoot()) {
      return of(name);
    }
    byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
    joined[bytes.length] = '/';
    System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
    requireNames(joined, bytes.length + 1);
    return new EntryPath(joined);
  }

  /** Returns whether this is something in a directory, or below that. */
  public boolean isBelow(EntryPath directory) {
    int start = directory.bytes.length;
    return start == 0
        ? bytes.length > 0
        : bytes.length > start
            && bytes[start] == '/'
            && Arrays.equals(bytes, 0, start, directory.bytes, 0, start);
  }

  /** Returns how many names the path has; 0 for the root. */
  public int depth() {
    int depth = bytes.length == 0 ? 0 : 1;
    for (byte b : bytes) {
      if (b == '/') {
        depth++;
      }
    }
    return depth;
  }

  private int lastSlash() {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '/') {
      i--;
    }
    return i;
  }

  @Override
  public int compareTo(EntryPath other) {
    int common = Math.min(bytes.length, other.bytes.length);
    for (int i = 0; i < common; i++) {
      if (bytes[i] != other.bytes[i]) {
        int a = bytes[i] == '/' ? 0 : bytes[i] & 0xff;
        int b = other.bytes[i] == '/' ? 0 : other.bytes[i] & 0xff;
        return Integer.compare(a, b);
      }
    }
    return Integer.compare(bytes.length, other.bytes.length);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof EntryPath other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns the path as text, in the encoding of {@link ByteNames}. */
  @Override
  public String toString() {
    return ByteNames.decode(bytes);
  }
}
