package dev.lamina.internal.layer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The unpacked tar of a layer, read at any position. Safe for use by several threads. */
public interface LayerBytes extends Closeable {
  /**
   * Reads bytes of the unpacked tar into the buffer.
   *
   * @return how many bytes were read, at least one if the buffer has room; -1 at the end of the tar
   * @throws IOException if the layer cannot be read
   */
  int read(long position, ByteBuffer target) throws IOException;

  /** Returns whether each read must begin where the one before has ended, or later. */
  default boolean isSequential() {
    return false;
  }

  /** Lets go of the layer. Closing once more does nothing. */
  @Override
  void close() throws IOException;
}
