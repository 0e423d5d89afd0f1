package dev.lamina.internal.tar;

/** How much a file can have at most on Linux: who raised these could not mount the image. */
final class LinuxLimits {
  /** The most bytes of a path, and of a symbolic link's target ({@code PATH_MAX}). */
  static final int PATH = 4096;

  /** The most bytes of a name within a path ({@code NAME_MAX}). */
  static final int NAME = 255;

  /** The most bytes of an extended attribute's name ({@code XATTR_NAME_MAX}). */
  static final int XATTR_NAME = 255;

  /** The most bytes of an extended attribute's value ({@code XATTR_SIZE_MAX}). */
  static final int XATTR_VALUE = 1 << 16;

  private LinuxLimits() {}
}
