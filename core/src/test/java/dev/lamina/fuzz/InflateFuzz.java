package dev.lamina.fuzz;

import dev.lamina.internal.compress.GzipInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate, as it is decoded here and by the JDK: byte for byte, and in what is refused. */
public final class InflateFuzz {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
  private static final int MOST = 4 << 20;

  private InflateFuzz() {}

  /** Decodes a deflate stream, and the same bytes as if they were all of a gzip file. */
  public static void fuzzerTestOneInput(byte[] data) {
    Refusals.orNull(() -> new GzipInput(new ByteArrayInputStream(data)).readNBytes(MOST));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(data);
      boolean whole = inflate(inflater, expected);
      byte[] actual = Refusals.orNull(() -> unpack(data, inflater, expected.toByteArray()));
      if (whole != (actual != null)) {
        throw new AssertionError("to the JDK " + (whole ? "whole" : "damaged") + ", here not");
      }
      if (whole && !Arrays.equals(actual, expected.toByteArray())) {
        throw new AssertionError("other bytes than the JDK's");
      }
    } finally {
      inflater.end();
    }
  }

  /** Returns whether the stream is whole; one that is too large counts as damaged for both. */
  private static boolean inflate(Inflater inflater, ByteArrayOutputStream out) {
    byte[] buffer = new byte[1 << 14];
    try {
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        out.write(buffer, 0, length);
        if (out.size() > MOST || (length == 0 && !inflater.finished())) {
          return false;
        }
      }
      return true;
    } catch (DataFormatException e) {
      return false;
    }
  }

  private static byte[] unpack(byte[] data, Inflater inflater, byte[] expected) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(expected);
    int length = inflater.finished() ? data.length - inflater.getRemaining() : data.length;
    ByteBuffer gzip =
        ByteBuffer.allocate(HEADER.length + length + 8).order(ByteOrder.LITTLE_ENDIAN);
    gzip.put(HEADER).put(data, 0, length).putInt((int) crc.getValue()).putInt(expected.length);
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(gzip.array()))) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new IOException("too large");
      }
      return bytes;
    }
  }
}
