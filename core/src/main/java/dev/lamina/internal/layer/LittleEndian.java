package dev.lamina.internal.layer;

/**
 * Little-endian numbers in byte arrays. Put together from bytes: a view of the array is as fast
 * when all is compiled, but many times slower before, when most of an index is written.
 */
final class LittleEndian {
  private LittleEndian() {}

  static int unsignedShort(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }

  static int integer(byte[] bytes, int at) {
    return unsignedShort(bytes, at) | unsignedShort(bytes, at + 2) << 16;
  }

  static void putInteger(byte[] bytes, int at, int value) {
    putShort(bytes, at, value);
    putShort(bytes, at + 2, value >> 16);
  }

  static long longInteger(byte[] bytes, int at) {
    return Integer.toUnsignedLong(integer(bytes, at)) | (long) integer(bytes, at + 4) << 32;
  }

  static void putLong(byte[] bytes, int at, long value) {
    putInteger(bytes, at, (int) value);
    putInteger(bytes, at + 4, (int) (value >> 32));
  }
}
