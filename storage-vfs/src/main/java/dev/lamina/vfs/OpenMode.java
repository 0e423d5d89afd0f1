package dev.lamina.vfs;

/**
 * How a file is opened.
 *
 * @param create whether a file is made where there is none
 * @param exclusive whether, beyond that, there must be none
 * @param follow whether a link at the path's end is followed
 * @param force whether each write is to survive a power failure
 */
record OpenMode(
    boolean read,
    boolean write,
    boolean append,
    boolean truncate,
    boolean create,
    boolean exclusive,
    boolean deleteOnClose,
    boolean follow,
    boolean force) {
  private static final OpenMode READ =
      new OpenMode(true, false, false, false, false, false, false, true, false);

  static OpenMode reading(boolean follow) {
    return follow
        ? READ
        : new OpenMode(true, false, false, false, false, false, false, false, false);
  }

  /** Returns how a file that must not be there yet is made, to be written once. */
  static OpenMode making() {
    return new OpenMode(false, true, false, false, true, true, false, false, false);
  }

  /** Returns whether opening a file so may change the tree. */
  boolean changes() {
    return write || truncate || create || deleteOnClose;
  }

  /** Returns what of {@link Permissions} the user must have. */
  int wanted() {
    return (read ? Permissions.READ : 0) | (write || truncate ? Permissions.WRITE : 0);
  }
}
