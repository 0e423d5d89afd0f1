package dev.lamina.internal.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines from a file that may end, or go wrong, in the middle of one. */
final class JournalScanner {
  private static final int BUFFER_SIZE = 64 * 1024;
  // Most readers look at the first line and the last one, and find nothing new.
  private static final int SMALL_BUFFER_SIZE = 512;
  private static final int SMALL_READS = 2;
  // What a medium loses or keeps as a whole: no file system has smaller blocks.
  private static final int BLOCK_SIZE = 512;

  private final SeekableByteChannel channel;
  private final long size;
  private long position;
  private byte[] buffer = new byte[0];
  private long bufferStart;
  private int bufferLength;
  private int reads;
  private byte[] json = new byte[0];

  /** Reads up to where the file ends now. */
  JournalScanner(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** Returns how many bytes the file had at first. */
  long size() {
    return size;
  }

  /** Returns where the next line begins. */
  long position() {
    return position;
  }

  /** Goes to where a line begins. */
  void seek(long newPosition) {
    position = newPosition;
  }

  /** Returns the next line and goes behind it; or null, and stays, if no intact one is here. */
  @Nullable JournalLine next() throws IOException {
    JournalLine line = intactAt(position);
    if (line != null) {
      int from = indexOf(position) + line.head();
      json = Arrays.copyOfRange(buffer, from, from + line.length());
      position += line.size();
    }
    return line;
  }

  /** Returns the JSON of the line that was returned last. */
  byte[] json() {
    return json;
  }

  /**
   * Goes to the next intact line behind this position, at whatever byte it begins; or stays, if
   * there is none.
   */
  Skipped skip() throws IOException {
    boolean hasHole = false;
    long start = position;
    long zeros = 0;
    for (long at = position; at < size; at++) {
      if (at > position && intactAt(at) != null) {
        position = at;
        return hasHole ? Skipped.HOLE : Skipped.DAMAGE;
      }
      zeros = isNul(at) ? zeros + 1 : 0;
      // Of the block that the last good line ends in, the rest is enough.
      hasHole |= (at + 1) % BLOCK_SIZE == 0 && zeros >= Math.min(BLOCK_SIZE, at + 1 - start);
    }
    return Skipped.ALL;
  }

  /** What was before the next intact line. */
  enum Skipped {
    /** Something else. */
    DAMAGE,
    /** Something with a block that was never written: no line has a zero byte. */
    HOLE,
    /** There is no such line. */
    ALL
  }

  private boolean isNul(long at) throws IOException {
    return has(at, 1) && buffer[indexOf(at)] == 0;
  }

  private @Nullable JournalLine intactAt(long start) throws IOException {
    JournalLine line = headAt(start);
    boolean isIntact =
        line != null && has(start, line.size()) && line.isIntact(buffer, indexOf(start));
    return isIntact ? line : null;
  }

  /** Returns the frame that begins at a position, intact or not, or null if there is none. */
  @Nullable JournalLine headAt(long start) throws IOException {
    int available = (int) Math.min(JournalLine.MAX_HEAD, size - start);
    return available > 0 && has(start, available)
        ? JournalLine.parse(buffer, indexOf(start), indexOf(start) + available)
        : null;
  }

  private int indexOf(long start) {
    return (int) (start - bufferStart);
  }

  /** Brings bytes into the buffer; returns whether the file has them. */
  private boolean has(long start, int count) throws IOException {
    if (count > size - start) {
      return false;
    }
    boolean isBuffered = start >= bufferStart && start + count <= bufferStart + bufferLength;
    return isBuffered || fill(start, count);
  }

  private boolean fill(long start, int count) throws IOException {
    int wanted = Math.max(count, reads++ < SMALL_READS ? SMALL_BUFFER_SIZE : BUFFER_SIZE);
    byte[] target = wanted <= buffer.length ? buffer : new byte[wanted];
    int kept = 0;
    if (start >= bufferStart && start < bufferStart + bufferLength) {
      kept = bufferLength - indexOf(start);
      System.arraycopy(buffer, indexOf(start), target, 0, kept);
    }
    ByteBuffer rest = ByteBuffer.wrap(target).position(kept);
    channel.position(start + kept);
    while (rest.position() < count && channel.read(rest) >= 0) {
      // A channel may give less than was asked for.
    }
    buffer = target;
    bufferStart = start;
    bufferLength = rest.position();
    return bufferLength >= count;
  }
}
