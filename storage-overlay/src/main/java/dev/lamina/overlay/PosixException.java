package dev.lamina.overlay;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A system call has failed. */
final class PosixException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  PosixException(String call, Path path, int errno) {
    super(path.toString(), null, call + ": " + Posix.message(errno));
    this.errno = errno;
  }

  /** Returns the number of the error. */
  int errno() {
    return errno;
  }
}
