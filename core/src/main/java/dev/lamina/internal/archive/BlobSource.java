package dev.lamina.internal.archive;

import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A file of an archive: one that can be read, or one that was received as the archive came by.
 *
 * @param name its path in the archive, for messages
 * @param size how many bytes it has
 * @param opener opens it
 * @param received what it was received as, if it was
 */
public record BlobSource(String name, long size, Opener opener, Optional<ReceivedBlob> received) {
  /** Opens a file. */
  public interface Opener {
    /** Returns a stream of the file; the caller closes it. */
    InputStream open() throws IOException;
  }

  /** Returns a file that can be read. */
  public static BlobSource readable(String name, long size, Opener opener) {
    return new BlobSource(name, size, opener, Optional.empty());
  }

  static BlobSource received(String name, ReceivedBlob blob) {
    return new BlobSource(name, blob.size(), () -> OpenFile.input(blob.file()), Optional.of(blob));
  }

  /** Reads the file whole, up to a limit. */
  byte[] bytes(int limit) throws IOException {
    try (InputStream in = opener.open()) {
      return in.readNBytes(limit);
    }
  }
}
