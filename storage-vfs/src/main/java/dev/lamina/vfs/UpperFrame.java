package dev.lamina.vfs;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The form of one step in the log: length, checksum, records. */
final class UpperFrame {
  /** How long the part before the records is. */
  static final int HEADER = 8;

  private static final int MAX_LENGTH = 1 << 26;

  private UpperFrame() {}

  static byte[] of(byte[] records) {
    return ByteBuffer.allocate(HEADER + records.length)
        .putInt(records.length)
        .putInt(checksum(ByteBuffer.wrap(records)))
        .put(records)
        .array();
  }

  /** Returns whether bytes may be the length of a frame of which so many bytes are there. */
  static boolean isLength(int length, long available) {
    return length > 0 && length <= MAX_LENGTH && length <= available - HEADER;
  }

  /** Returns a checksum that covers the length, too. */
  static int checksum(ByteBuffer records) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(records.remaining()).flip());
    crc.update(records);
    return (int) crc.getValue();
  }

  /** Returns whether a whole frame is at a place, and with good records. */
  static boolean isGood(ByteBuffer bytes, int at) {
    if (bytes.limit() - at < HEADER) {
      return false;
    }
    int length = bytes.getInt(at);
    return isLength(length, bytes.limit() - (long) at)
        && checksum(bytes.slice(at + HEADER, length)) == bytes.getInt(at + Integer.BYTES);
  }
}
