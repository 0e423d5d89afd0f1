package dev.lamina.vfs;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** What the options of an operation come to, with the JDK's defaults. */
final class OpenOptions {
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
   * Returns how a file is opened. Options that only say how to write mean nothing without {@code
   * WRITE}, as the JDK has it.
   *
   * @throws UnsupportedOperationException if an option is unknown
   * @throws IllegalArgumentException if options contradict each other
   */
  static OpenMode parse(Set<? extends OpenOption> options) {
    Set<StandardOpenOption> known = EnumSet.noneOf(StandardOpenOption.class);
    boolean follow = true;
    for (OpenOption option : options) {
      if (Objects.requireNonNull(option) == LinkOption.NOFOLLOW_LINKS) {
        follow = false;
      } else if (option instanceof StandardOpenOption standard) {
        known.add(standard);
      } else {
        throw new UnsupportedOperationException("unsupported open option: " + option);
      }
    }
    return mode(known, follow);
  }

  private static OpenMode mode(Set<StandardOpenOption> options, boolean follow) {
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean write = append || options.contains(StandardOpenOption.WRITE);
    boolean read = options.contains(StandardOpenOption.READ);
    boolean truncate = write && options.contains(StandardOpenOption.TRUNCATE_EXISTING);
    if (read && append) {
      throw new IllegalArgumentException("READ + APPEND not allowed");
    }
    if (append && truncate) {
      throw new IllegalArgumentException("APPEND + TRUNCATE_EXISTING not allowed");
    }
    boolean exclusive = write && options.contains(StandardOpenOption.CREATE_NEW);
    boolean deletes = options.contains(StandardOpenOption.DELETE_ON_CLOSE);
    return new OpenMode(
        read || !write,
        write,
        append,
        truncate,
        exclusive || (write && options.contains(StandardOpenOption.CREATE)),
        exclusive,
        deletes,
        follow && !deletes,
        options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC));
  }
}
