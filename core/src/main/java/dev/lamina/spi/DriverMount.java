package dev.lamina.spi;

import dev.lamina.MountInUseException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file tree that a storage shows until it is closed. */
public interface DriverMount extends Closeable {
  /** Returns the root of the tree. */
  Path root();

  /**
   * Takes the tree away. Closing once more does nothing.
   *
   * @throws MountInUseException if somebody uses the tree: it is still there, and can be closed
   *     later
   */
  @Override
  void close() throws IOException;

  /** Takes the tree away from where it is; who uses it can go on. */
  default void detach() throws IOException {
    close();
  }
}
