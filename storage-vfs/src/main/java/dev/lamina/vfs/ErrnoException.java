package dev.lamina.vfs;

import java.io.IOException;

/** Thrown by a tree that refuses something; who knows the paths makes of it what NIO has for it. */
final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  ErrnoException(Errno errno) {
    super(errno.text());
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }

  /** Takes no trace: who looks for a file that is not there shall not pay for two. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
