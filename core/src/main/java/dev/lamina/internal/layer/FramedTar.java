package dev.lamina.internal.layer;

import dev.lamina.internal.io.BulkInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tar that is put together again from its frame and the files of the unpacked layer. */
final class FramedTar extends BulkInput {
  private final long size;
  private final ContentPieces pieces;
  private final InputStream frame;
  private final Opener opener;
  private long position;
  private int piece;
  private @Nullable SeekableByteChannel file;

  /** Opens the file that a piece belongs to. */
  @FunctionalInterface
  interface Opener {
    SeekableByteChannel open(int piece) throws IOException;
  }

  FramedTar(long size, ContentPieces pieces, InputStream frame, Opener opener) {
    this.size = size;
    this.pieces = pieces;
    this.frame = frame;
    this.opener = opener;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    boolean isInside = position >= pieces.start(piece);
    long end = isInside ? pieces.end(piece) : Math.min(size, pieces.start(piece));
    int most = (int) Math.min(length, end - position);
    int count =
        isInside
            ? file().read(ByteBuffer.wrap(target, offset, most))
            : frame.read(target, offset, most);
    if (count <= 0) {
      throw new EOFException("what was kept of the layer ends at byte " + position + " of its tar");
    }
    position += count;
    if (isInside && position == end) {
      leaveFile();
    }
    return count;
  }

  private SeekableByteChannel file() throws IOException {
    SeekableByteChannel opened = file;
    if (opened == null) {
      opened = opener.open(piece);
      file = opened;
      SeekableByteChannel unused = opened.position(pieces.offset(piece));
    }
    return opened;
  }

  private void leaveFile() throws IOException {
    piece++;
    SeekableByteChannel opened = file;
    file = null;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      leaveFile();
    } finally {
      frame.close();
    }
  }
}
