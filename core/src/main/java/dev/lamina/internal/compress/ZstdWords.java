package dev.lamina.internal.compress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads and writes little-endian words anywhere in an array. */
final class ZstdWords {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private ZstdWords() {}

  static long longAt(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  static int intAt(byte[] bytes, int index) {
    return (int) INT.get(bytes, index);
  }

  static int shortAt(byte[] bytes, int index) {
    return (bytes[index] & 0xff) | (bytes[index + 1] & 0xff) << 8;
  }

  static void putLong(byte[] bytes, int index, long value) {
    LONG.set(bytes, index, value);
  }

  static void putInt(byte[] bytes, int index, int value) {
    INT.set(bytes, index, value);
  }

  /** Copies eight bytes. */
  static void copy8(byte[] from, int fromIndex, byte[] to, int toIndex) {
    LONG.set(to, toIndex, (long) LONG.get(from, fromIndex));
  }

  /** Copies sixteen bytes as two words: within one array, the places are at least eight apart. */
  static void copy16(byte[] from, int fromIndex, byte[] to, int toIndex) {
    copy8(from, fromIndex, to, toIndex);
    copy8(from, fromIndex + 8, to, toIndex + 8);
  }
}
