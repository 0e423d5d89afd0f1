package dev.lamina.vfs;

/** The parts of a device's number, put together as glibc's {@code makedev} does. */
final class DeviceNumbers {
  private DeviceNumbers() {}

  static long of(int major, int minor) {
    return ((major & 0xfffff000L) << 32)
        | ((major & 0xfffL) << 8)
        | ((minor & 0xffffff00L) << 12)
        | (minor & 0xffL);
  }

  static int major(long number) {
    return (int) ((number >> 8 & 0xfff) | (number >> 32 & 0xfffff000L));
  }

  static int minor(long number) {
    return (int) ((number & 0xff) | (number >> 12 & 0xffffff00L));
  }
}
