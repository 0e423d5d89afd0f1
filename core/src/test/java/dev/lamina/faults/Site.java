package dev.lamina.faults;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A call of the file system.
 *
 * @param verb what it does
 * @param path the file
 * @param isOfChannel whether it is one of an open file, whose errors do not name the file
 */
record Site(String verb, Path path, boolean isOfChannel) {
  static final String REASON = "Input/output error";

  static Site of(String verb, Path path) {
    return new Site(verb, path, false);
  }

  /** Returns what the operating system's refusal looks like. */
  IOException failure() {
    return isOfChannel
        ? new IOException(REASON)
        : new FileSystemException(path.toString(), null, REASON);
  }

  /** Returns whether it makes something survive a power failure. */
  boolean isForce() {
    return verb.equals("force");
  }

  @Override
  public String toString() {
    return verb + " " + path.getFileName();
  }
}
