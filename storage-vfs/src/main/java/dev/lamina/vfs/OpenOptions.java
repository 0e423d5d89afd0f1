package dev.lamina.vfs;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/** What the options of an operation come to in a read-only file system. */
final class OpenOptions {
  private static final Set<OpenOption> WRITING =
      Set.of(
          StandardOpenOption.WRITE, StandardOpenOption.APPEND, StandardOpenOption.DELETE_ON_CLOSE);

  private OpenOptions() {}

  /** Returns whether links are followed: unless {@code NOFOLLOW_LINKS} is given. */
  static boolean followsLinks(LinkOption... options) {
    boolean follows = true;
    for (LinkOption option : options) {
      if (Objects.requireNonNull(option) == LinkOption.NOFOLLOW_LINKS) {
        follows = false;
      }
    }
    return follows;
  }

  /**
   * Returns whether links are followed by one who opens a file for reading. Options that only say
   * how to write mean nothing without {@code WRITE}, as the JDK has it.
   *
   * @throws ReadOnlyFileSystemException if the options ask for more than reading
   * @throws UnsupportedOperationException if an option is unknown
   */
  static boolean followsLinks(Set<? extends OpenOption> options) {
    boolean follows = true;
    for (OpenOption option : options) {
      if (WRITING.contains(Objects.requireNonNull(option))) {
        throw new ReadOnlyFileSystemException();
      }
      if (option == LinkOption.NOFOLLOW_LINKS) {
        follows = false;
      } else if (!(option instanceof StandardOpenOption)) {
        throw new UnsupportedOperationException("unsupported open option: " + option);
      }
    }
    return follows;
  }
}
