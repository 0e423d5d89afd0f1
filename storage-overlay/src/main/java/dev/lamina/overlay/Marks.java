package dev.lamina.overlay;

/**
 * By which extended attributes overlayfs knows what is special in a layer's directory, and so what
 * a process may put into it.
 */
enum Marks {
  /**
   * Those that only a process with {@code CAP_SYS_ADMIN} can set. All that a layer has is put into
   * its directory; what may not be put there is an error.
   */
  TRUSTED("trusted.overlay."),
  /**
   * Those that anybody can set, for mounts with {@code userxattr}. Owners that the process may not
   * give, devices that it may not make and {@code security.*} attributes that it may not set are
   * left out. A file that does not get its owner does not run as its owner either. In the place of
   * a device is a whiteout, so that nothing of the layers below is seen there.
   */
  USER("user.overlay.");

  /** What begins the marks that {@code fuse-overlayfs} sets for who may not set trusted ones. */
  private static final String FUSE_PREFIX = "user.fuseoverlayfs.";

  /** The mark by which that program has a directory hide what the layers below have in it. */
  static final String FUSE_OPAQUE = FUSE_PREFIX + "opaque";

  private final String prefix;

  Marks(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the attribute that says that a directory hides what the layers below have in it. */
  String opaque() {
    return prefix + "opaque";
  }

  /** Returns the full name of the attribute that is called so without its beginning. */
  String name(String mark) {
    return prefix + mark;
  }

  /** Returns whether an extended attribute is overlayfs's own, of whatever kind of mount. */
  static boolean isMark(String name) {
    return name.startsWith(TRUSTED.prefix)
        || name.startsWith(USER.prefix)
        || name.startsWith(FUSE_PREFIX);
  }
}
