package dev.lamina.internal.blob;

import java.io.IOException;

/** What keeps everybody from deleting some blobs and layers. Closing it lets go. */
public interface Claim extends AutoCloseable {
  /** Returns what is held. */
  Needs needs();

  @Override
  void close() throws IOException;
}
