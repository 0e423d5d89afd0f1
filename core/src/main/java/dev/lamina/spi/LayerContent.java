package dev.lamina.spi;

import dev.lamina.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * One layer by itself, for storages that unpack layers: what it says, and what its files hold. What
 * the layer says twice of a path is told once, as the last has it.
 */
public interface LayerContent extends Closeable {
  /** Returns the layer's DiffID. */
  Digest diffId();

  /** Takes entries. */
  @FunctionalInterface
  interface Entries {
    /**
     * Takes an entry.
     *
     * @param isNamed whether the layer names it; only directories that hold something need not be
     */
    void accept(LayerEntry entry, boolean isNamed) throws IOException;
  }

  /**
   * Tells all entries but those of hard links, sorted by path, the root first; then all hard links.
   * A hard link's target is no hard link. A directory that hides what the layers below have there
   * is told once more, as {@link LayerEntry.Opaque}, whether the layer marks it so or has a
   * whiteout of the same path. There is no whiteout of a path that the layer has something at, nor
   * below an opaque directory, where it would hide nothing.
   *
   * @throws IOException if the layer's index cannot be read, or the consumer throws it
   */
  void entries(Entries consumer) throws IOException;

  /** What a file of a layer holds: as many bytes as its entry says. */
  @FunctionalInterface
  interface FileContent {
    /**
     * Writes all bytes to an empty file, which stays open; holes become holes.
     *
     * @throws IOException if the layer cannot be read, or the file not be written
     */
    void writeTo(FileChannel file) throws IOException;
  }

  /** Takes files; called by several threads at once. */
  @FunctionalInterface
  interface Files {
    /**
     * Takes a file.
     *
     * @param content not to be used later
     */
    void accept(LayerEntry.File file, FileContent content) throws IOException;
  }

  /**
   * Reads all files, about in the order in which they lie in the layer, on all cores. When one
   * fails, the rest is not read.
   *
   * @throws IOException if the layer cannot be read, or the consumer throws it
   */
  void files(Files consumer) throws IOException;
}
