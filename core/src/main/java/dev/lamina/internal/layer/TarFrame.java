package dev.lamina.internal.layer;

import dev.lamina.spi.EntryPath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * What of a layer's tar is not the contents of its files: headers, padding, what comes after the
 * end, and contents that later members have replaced. With the files of the unpacked layer it gives
 * the tar again, byte for byte. Safe for use by several threads.
 */
public final class TarFrame {
  private static final int BUFFER = 64 * 1024;

  private final LayerIndex index;
  private final ContentPieces pieces;
  private final RecordPaths paths;

  /** Opens files of an unpacked layer. */
  @FunctionalInterface
  public interface Files {
    /**
     * Opens a file to be read, which the caller closes.
     *
     * @throws IOException if it is not there, or no file
     */
    SeekableByteChannel open(EntryPath path) throws IOException;
  }

  /** Makes the frame of the tar that an index is of. */
  public TarFrame(LayerIndex index) {
    this.index = index;
    this.pieces = new ContentPieces(index);
    this.paths = new RecordPaths(index);
  }

  /** Writes all that is not contents. */
  public void write(InputStream tar, OutputStream frame) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long position = 0;
    for (int piece = 0; piece < pieces.count(); piece++) {
      copy(tar, pieces.start(piece) - position, frame, buffer);
      tar.skipNBytes(pieces.end(piece) - pieces.start(piece));
      position = pieces.end(piece);
    }
    copy(tar, index.facts().tarSize() - position, frame, buffer);
  }

  private static void copy(InputStream in, long count, OutputStream out, byte[] buffer)
      throws IOException {
    long left = count;
    while (left > 0) {
      int step = in.readNBytes(buffer, 0, (int) Math.min(left, BUFFER));
      if (step == 0) {
        throw new EOFException("the tar has " + left + " bytes too few");
      }
      out.write(buffer, 0, step);
      left -= step;
    }
  }

  /** Returns the tar; closing it closes the frame. It is not verified. */
  public InputStream tar(InputStream frame, Files files) {
    return new FramedTar(index.facts().tarSize(), pieces, frame, piece -> open(files, piece));
  }

  private SeekableByteChannel open(Files files, int piece) throws IOException {
    return files.open(paths.path(pieces.record(piece)));
  }

  /** Returns the tar's bytes, of which only the contents of files can be read. */
  public LayerBytes contents(Files files) {
    return new LayerBytes() {
      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        return readContents(files, position, target);
      }

      @Override
      public void close() {}
    };
  }

  private int readContents(Files files, long position, ByteBuffer target) throws IOException {
    int piece = pieces.at(position);
    if (piece < 0) {
      throw new IOException("byte " + position + " of the tar belongs to no file");
    }
    int limit = target.limit();
    int most = (int) Math.min(pieces.end(piece) - position, target.remaining());
    target.limit(target.position() + most);
    try (SeekableByteChannel file = open(files, piece)) {
      return file.position(pieces.offset(piece) + position - pieces.start(piece)).read(target);
    } finally {
      target.limit(limit);
    }
  }
}
