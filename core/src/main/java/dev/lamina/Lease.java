package dev.lamina;

/**
 * A hold on an image: what it needs stays in the store, also when it is removed, until the lease is
 * closed, its store is, or the process that took it ends. Safe for use by several threads.
 */
public interface Lease extends AutoCloseable {
  /** Returns the image. */
  ImageId image();

  /** Gives the hold up; a container tied to it has ended then. Closing once more does nothing. */
  @Override
  void close();
}
