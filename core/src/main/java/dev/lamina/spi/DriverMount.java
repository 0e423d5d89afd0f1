package dev.lamina.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file tree that a storage shows until it is closed. */
public interface DriverMount extends Closeable {
  /** Returns the root of the tree. */
  Path root();

  /** Takes the tree away. Closing once more does nothing. */
  @Override
  void close() throws IOException;
}
