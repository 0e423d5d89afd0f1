package dev.lamina.overlay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Names of directories that are short, and in which no character means something else to overlayfs;
 * a directory whose path is no such name is kept open, and has one by its descriptor. To be closed
 * after the mount.
 */
final class KernelNames implements Closeable {
  /** Where descriptors have names; a shorter one where there is one. */
  private static final String DESCRIPTORS =
      Files.isDirectory(Path.of("/dev/fd")) ? "/dev/fd/" : Posix.DESCRIPTORS;

  private final int longest;
  private final Deque<Posix.Handle> open = new ArrayDeque<>();

  /**
   * Makes the names of one mount.
   *
   * @param longest how many bytes of a path are a name
   */
  KernelNames(int longest) {
    this.longest = longest;
  }

  /** Returns a directory's name, without a zero byte. */
  byte[] name(Path directory) throws IOException {
    byte[] bytes = Posix.bytes(directory);
    int length = bytes.length - 1;
    if (length <= longest && isPlain(bytes)) {
      return Arrays.copyOf(bytes, length);
    }
    Posix.Handle handle = Posix.openPath(directory);
    open.push(handle);
    return (DESCRIPTORS + handle.fd()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns whether a name is that of a descriptor, which says nothing when it is closed. */
  static boolean isDescriptor(String name) {
    return name.startsWith(DESCRIPTORS) || name.startsWith(Posix.DESCRIPTORS);
  }

  private static boolean isPlain(byte[] path) {
    for (byte b : path) {
      if (b == ':' || b == ',' || b == '\\') {
        return false;
      }
    }
    return path[0] == '/';
  }

  @Override
  public void close() {
    open.forEach(Posix.Handle::close);
  }
}
