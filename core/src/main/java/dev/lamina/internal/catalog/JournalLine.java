package dev.lamina.internal.catalog;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a line: {@code sequence checksum length json} and a line feed.
 *
 * @param sequence the number of the transaction
 * @param checksum the CRC-32C of all other bytes of the line
 * @param head how many bytes stand before the JSON
 * @param length how many bytes the JSON has
 */
record JournalLine(long sequence, int checksum, int head, int length) {
  /** No head is longer. */
  static final int MAX_HEAD = 40;

  private static final int CHECKSUM_DIGITS = 8;
  private static final int MAX_SEQUENCE_DIGITS = 18;
  private static final int MAX_LENGTH_DIGITS = 9;

  /** Returns the bytes of a line. */
  static byte[] format(long sequence, byte[] json) {
    byte[] start = ascii(sequence + " ");
    byte[] middle = ascii(" " + json.length + " ");
    byte[] line = new byte[start.length + CHECKSUM_DIGITS + middle.length + json.length + 1];
    System.arraycopy(start, 0, line, 0, start.length);
    int end = start.length + CHECKSUM_DIGITS;
    System.arraycopy(middle, 0, line, end, middle.length);
    System.arraycopy(json, 0, line, end + middle.length, json.length);
    line[line.length - 1] = '\n';
    byte[] checksum = ascii(HexFormat.of().toHexDigits(checksum(line, 0, line.length, end)));
    System.arraycopy(checksum, 0, line, start.length, checksum.length);
    return line;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns the frame of the line that begins at an index, or null if none does. */
  static @Nullable JournalLine parse(byte[] bytes, int from, int to) {
    int sequenceEnd = numberEnd(bytes, from, to, MAX_SEQUENCE_DIGITS);
    int checksumStart = sequenceEnd + 1;
    int checksumEnd = checksumStart + CHECKSUM_DIGITS;
    int lengthStart = checksumEnd + 1;
    if (sequenceEnd == from || lengthStart > to || !isHex(bytes, checksumStart, checksumEnd)) {
      return null;
    }
    int lengthEnd = numberEnd(bytes, lengthStart, to, MAX_LENGTH_DIGITS);
    boolean isHead =
        lengthEnd > lengthStart
            && lengthEnd < to
            && bytes[sequenceEnd] == ' '
            && bytes[checksumEnd] == ' '
            && bytes[lengthEnd] == ' ';
    return isHead
        ? new JournalLine(
            number(bytes, from, sequenceEnd),
            HexFormat.fromHexDigits(text(bytes, checksumStart, checksumEnd)),
            lengthEnd + 1 - from,
            (int) number(bytes, lengthStart, lengthEnd))
        : null;
  }

  // One way only to write a number: no sign, no leading zero.
  private static int numberEnd(byte[] bytes, int from, int to, int maxDigits) {
    int end = from;
    while (end < to && end - from <= maxDigits && bytes[end] >= '0' && bytes[end] <= '9') {
      end++;
    }
    boolean isNumber = end - from <= maxDigits && (end - from <= 1 || bytes[from] != '0');
    return isNumber ? end : from;
  }

  private static boolean isHex(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean isDigit = bytes[i] >= '0' && bytes[i] <= '9';
      if (!isDigit && (bytes[i] < 'a' || bytes[i] > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] bytes, int from, int to) {
    return Long.parseLong(text(bytes, from, to));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /** Returns how many bytes the line has, its line feed included. */
  int size() {
    return head + length + 1;
  }

  /** Returns whether the line, of which all bytes are there, is as it was written. */
  boolean isIntact(byte[] bytes, int from) {
    int checksumEnd = from + Long.toString(sequence).length() + 1 + CHECKSUM_DIGITS;
    return bytes[from + size() - 1] == '\n'
        && checksum(bytes, from, from + size(), checksumEnd) == checksum;
  }

  private static int checksum(byte[] bytes, int from, int to, int checksumEnd) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, checksumEnd - CHECKSUM_DIGITS - from);
    crc.update(bytes, checksumEnd, to - checksumEnd);
    return (int) crc.getValue();
  }
}
