package dev.lamina.internal.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Finds the one wrong byte of a damaged line, by its checksum: of a line that is as long as it was,
 * each single byte can be found, and what it was.
 */
final class JournalCorrection {
  /** Of longer lines, more than one correction might fit. */
  private static final int LONGEST = 1 << 22;

  private static final int POLYNOMIAL = 0x82f63b78; // Castagnoli, reflected.
  private static final int DIGITS = 8;
  private static final int[] TABLE = table();
  private static final int[] BY_TOP_BYTE = byTopByte();

  private JournalCorrection() {}

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
      table[i] = crc;
    }
    return table;
  }

  private static int[] byTopByte() {
    int[] index = new int[256];
    for (int i = 0; i < index.length; i++) {
      index[TABLE[i] >>> 24] = i;
    }
    return index;
  }

  /**
   * Returns the line as it was written, if one byte of it is wrong.
   *
   * @param damaged all bytes of the line
   * @param sequence the number that the line is to have
   */
  static Optional<byte[]> of(byte[] damaged, long sequence) {
    byte[] start = ascii(sequence + " ");
    int checksumEnd = start.length + DIGITS;
    for (int lengthDigits = 1; lengthDigits <= 9; lengthDigits++) {
      int json = damaged.length - checksumEnd - 1 - lengthDigits - 1 - 1;
      String length = Integer.toString(json);
      if (json >= 2 && damaged.length <= LONGEST && length.length() == lengthDigits) {
        byte[] line = damaged.clone();
        System.arraycopy(start, 0, line, 0, start.length);
        byte[] middle = ascii(" " + length + " ");
        System.arraycopy(middle, 0, line, checksumEnd, middle.length);
        line[line.length - 1] = '\n';
        int frame = differences(damaged, line);
        return frame > 1
            ? Optional.empty()
            : corrected(line, start.length, checksumEnd + middle.length, frame == 1);
      }
    }
    return Optional.empty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int differences(byte[] one, byte[] other) {
    int count = 0;
    for (int i = 0; i < one.length; i++) {
      count += one[i] == other[i] ? 0 : 1;
    }
    return count;
  }

  /** Corrects a line of which the frame, but for the checksum, is as it should be. */
  private static Optional<byte[]> corrected(byte[] line, int checksum, int json, boolean isDone) {
    byte[] actual = ascii(HexFormat.of().toHexDigits(crc(line, checksum)));
    byte[] noted = Arrays.copyOfRange(line, checksum, checksum + DIGITS);
    int wrongDigits = differences(actual, noted);
    if (wrongDigits == 0) {
      return Optional.of(line);
    }
    if (isDone) {
      return Optional.empty();
    }
    if (wrongDigits == 1) {
      System.arraycopy(actual, 0, line, checksum, DIGITS);
      return Optional.of(line);
    }
    return isHex(noted) ? correctJson(line, checksum, json, noted) : Optional.empty();
  }

  private static boolean isHex(byte[] digits) {
    return new String(digits, StandardCharsets.ISO_8859_1).matches("[0-9a-f]{8}");
  }

  /** Goes back from the difference of the checksums until it is that of a single byte. */
  private static Optional<byte[]> correctJson(byte[] line, int checksum, int json, byte[] noted) {
    int expected = HexFormat.fromHexDigits(new String(noted, StandardCharsets.US_ASCII));
    int difference = expected ^ crc(line, checksum);
    for (int at = line.length - 1; at >= json; at--) {
      int error = BY_TOP_BYTE[difference >>> 24];
      if (TABLE[error] == difference) {
        line[at] ^= (byte) error;
        return Optional.of(line);
      }
      difference = (difference ^ TABLE[error]) << Byte.SIZE | error;
    }
    return Optional.empty();
  }

  private static int crc(byte[] line, int checksum) {
    CRC32C crc = new CRC32C();
    crc.update(line, 0, checksum);
    crc.update(line, checksum + DIGITS, line.length - checksum - DIGITS);
    return (int) crc.getValue();
  }
}
