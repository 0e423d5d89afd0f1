package dev.lamina.faults;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Is told what the calls of a {@link FaultyFileSystem} have done, one after the other. Paths are
 * absolute, of the file system below.
 */
interface Medium {
  /** Does not care. */
  Medium INDIFFERENT = new Medium() {};

  /** A file of the medium, by whatever name. */
  interface File {
    File INDIFFERENT = new File() {};

    /** Bytes have been written. */
    default void written(long position, ByteBuffer bytes) {}

    /** The file has been cut. */
    default void truncated(long size) {}

    /** What was written is durable; of a directory, its names. */
    default void forced() {}

    /** What was written cannot be made durable, and nobody will be told so again. */
    default void forceFailed() {}
  }

  /** A file or directory has been opened; if it is empty and new, it has been made. */
  default File opened(Path path) {
    return File.INDIFFERENT;
  }

  /** A directory has been made. */
  default void madeDirectory(Path path) {}

  /** A file has got one more name. */
  default void linked(Path link, Path existing) {}

  /** A file or directory has another name, and what had it is gone. */
  default void moved(Path from, Path to) {}

  /** A file or directory has lost its name. */
  default void deleted(Path path) {}
}
