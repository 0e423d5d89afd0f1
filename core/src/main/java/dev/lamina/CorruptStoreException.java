package dev.lamina;

import java.nio.file.Path;

/** Thrown when a file of the store is not what it must be. */
public final class CorruptStoreException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;
  private final String expected;
  private final String actual;

  /** Makes an exception for a file, with what was expected of it and what was found. */
  public CorruptStoreException(Path path, String expected, String actual) {
    super(
        "corrupt store file %s: expected %s, found %s; check and repair the store (ImageStore.repair if it cannot be opened)"
            .formatted(path, expected, actual));
    this.path = path;
    this.expected = expected;
    this.actual = actual;
  }

  /** Returns the damaged file. */
  public Path path() {
    return path;
  }

  /** Returns what was expected. */
  public String expected() {
    return expected;
  }

  /** Returns what was found. */
  public String actual() {
    return actual;
  }
}
