package dev.lamina.internal.compress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The packed bytes of a deflate stream, read ahead into a buffer and handed out bit by bit, lowest
 * bit first.
 *
 * <p>The fields are open to the decoder, whose inner loop keeps them in local variables. {@link
 * #bits} holds the next {@link #count} bits; above them it may hold more bits of the input, so that
 * they may be or-ed in once more. While {@link #at} is not beyond {@link #safe}, two refills of
 * eight bytes each may be done without a look at the end: after the last byte of the input the
 * buffer goes on with zeros, and {@link #fill} notices when they were used up.
 */
final class PackedInput {
  /** Bytes of each word; little-endian, as deflate packs its bits. */
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How far a turn of the decoder looks: a refill moves on by up to 7 bytes and reads 8. */
  private static final int REACH = 24;

  private static final int PADDING = 32;

  /** Bytes kept before {@link #at}: those whose bits are not used yet may be given back. */
  private static final int KEPT = 8;

  final byte[] buffer;
  int at;
  int safe = -1;
  long bits;
  int count;

  private final InputStream in;
  private int limit;
  private long base;
  private boolean ended;

  PackedInput(InputStream in, int size, long position) {
    this.in = in;
    this.buffer = new byte[size + PADDING];
    this.safe = -1;
    this.base = position;
  }

  /** Makes it so that {@link #at} is not beyond {@link #safe}; called only when it is. */
  void fill() throws IOException {
    if (ended) {
      throw truncated();
    }
    int from = Math.max(at - KEPT, 0);
    System.arraycopy(buffer, from, buffer, 0, limit - from);
    at -= from;
    limit -= from;
    base += from;
    while (limit - at <= REACH && !ended) {
      readMore();
    }
    safe = limit - REACH;
    if (ended) {
      Arrays.fill(buffer, limit, limit + PADDING, (byte) 0);
      safe += PADDING;
    }
  }

  private void readMore() throws IOException {
    int read = in.read(buffer, limit, buffer.length - PADDING - limit);
    if (read > 0) {
      limit += read;
      return;
    }
    int single = read < 0 ? -1 : in.read();
    if (single < 0) {
      ended = true;
    } else {
      buffer[limit++] = (byte) single;
    }
  }

  /** Makes sure that at least 56 bits are there, or zeros after the end. */
  void refill() throws IOException {
    if (at > safe) {
      fill();
    }
    bits |= (long) LONG.get(buffer, at) << count;
    at += (63 - count) >>> 3;
    count |= 56;
  }

  /** Takes up to 16 bits. */
  int take(int n) throws IOException {
    if (count < n) {
      refill();
    }
    int value = (int) bits & ((1 << n) - 1);
    drop(n);
    return value;
  }

  void drop(int n) {
    bits >>>= n;
    count -= n;
  }

  /** Drops the bits before the next whole byte, and gives back the whole bytes of the bits. */
  void alignToByte() throws IOException {
    at -= count >>> 3;
    bits = 0;
    count = 0;
    verify();
  }

  /** Returns the next byte, or -1 after the last. Only at a whole byte. */
  int readByte() throws IOException {
    return available() > 0 ? buffer[at++] & 0xff : -1;
  }

  /** Returns the next byte of something that must be there. Only at a whole byte. */
  int requireByte() throws IOException {
    int next = readByte();
    if (next < 0) {
      throw truncated();
    }
    return next;
  }

  /** Copies bytes out; returns how many, at least one. Only at a whole byte. */
  int copy(byte[] target, int offset, int length) throws IOException {
    int n = Math.min(available(), length);
    if (n == 0) {
      throw truncated();
    }
    System.arraycopy(buffer, at, target, offset, n);
    at += n;
    return n;
  }

  private int available() throws IOException {
    if (at >= limit && !ended) {
      fill();
    }
    return limit - at;
  }

  /** Returns how many bits are before the next one, from the start of the packed stream. */
  long bitPosition() {
    return (base + at) * 8 - count;
  }

  long bytePosition() {
    return bitPosition() >>> 3;
  }

  /** Refuses what was decoded if it made use of bits after the end. */
  void verify() throws EOFException {
    if (overrun()) {
      throw truncated();
    }
  }

  private boolean overrun() {
    return at - (count >>> 3) > limit;
  }

  private EOFException truncated() {
    return new EOFException(
        "gzip stream is cut short: it ends at byte " + (base + limit) + ", in the middle");
  }

  /** Returns what to throw for damaged input; that it ends too early goes before all else. */
  IOException damaged(String why) {
    return overrun()
        ? truncated()
        : new ZipException("damaged gzip stream near byte " + bytePosition() + ": " + why);
  }

  void close() throws IOException {
    in.close();
  }
}
