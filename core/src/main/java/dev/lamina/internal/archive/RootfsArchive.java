package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.compress.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/** The tar of a root file system, as it is given to be imported. */
public final class RootfsArchive {
  private RootfsArchive() {}

  /**
   * Returns an archive in a form that layers are kept in: what is compressed by xz or bzip2, as
   * layers are not, is decompressed.
   *
   * @throws InvalidArchiveException here or when reading, if the archive is damaged
   */
  public static InputStream open(InputStream archive, Limits limits) throws IOException {
    PushbackInputStream in = new PushbackInputStream(archive, Compression.HEAD);
    byte[] head = in.readNBytes(Compression.HEAD);
    in.unread(head);
    Compression compression = Compression.sniff(Arrays.copyOf(head, Compression.HEAD), head.length);
    return switch (compression) {
      case PLAIN, GZIP, ZSTD -> in;
      case BZIP2, XZ -> Decompression.open(compression, in, limits);
    };
  }
}
