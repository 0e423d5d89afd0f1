package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;

/** Who uses a tree, and what the kernel lets him do with its files. */
final class Permissions {
  static final int READ = 4;
  static final int WRITE = 2;
  static final int EXECUTE = 1;

  static final int SET_UID = 04000;
  static final int SET_GID = 02000;
  static final int STICKY = 01000;
  static final int GROUP_EXECUTE = 0010;
  private static final int ANY_EXECUTE = 0111;

  private static final Permissions ROOT = new Permissions(0, 0);

  private final long uid;
  private final long gid;

  private Permissions(long uid, long gid) {
    this.uid = uid;
    this.gid = gid;
  }

  /** Returns what root may, which is everything. */
  static Permissions root() {
    return ROOT;
  }

  static Permissions of(MountOptions.Credentials user) {
    return new Permissions(user.uid(), user.gid());
  }

  long uid() {
    return uid;
  }

  long gid() {
    return gid;
  }

  boolean isRoot() {
    return uid == 0;
  }

  boolean isInGroup(long group) {
    return gid == group;
  }

  boolean owns(TreeNode node) {
    return isRoot() || node.attributes().uid() == uid;
  }

  /** Returns whether all of the wanted is allowed, of {@link #READ} and so on. */
  boolean may(TreeNode node, int wanted) {
    EntryAttributes attributes = node.attributes();
    if (isRoot()) {
      return (wanted & EXECUTE) == 0
          || node.type() == NodeType.DIRECTORY
          || (attributes.mode() & ANY_EXECUTE) != 0;
    }
    int shift = attributes.uid() == uid ? 6 : isInGroup(attributes.gid()) ? 3 : 0;
    return (attributes.mode() >> shift & wanted) == wanted;
  }

  /**
   * @throws ErrnoException EACCES if not all of the wanted is allowed
   */
  void check(TreeNode node, int wanted) throws ErrnoException {
    if (!may(node, wanted)) {
      throw new ErrnoException(Errno.EACCES);
    }
  }

  /**
   * Checks that names may be made and taken in a directory.
   *
   * @throws ErrnoException EACCES
   */
  void checkChange(TreeNode directory) throws ErrnoException {
    check(directory, WRITE | EXECUTE);
  }

  /**
   * Checks that a name may be taken out of a directory; in a sticky one only owners may.
   *
   * @throws ErrnoException EACCES; EPERM
   */
  void checkTake(TreeNode directory, TreeNode victim) throws ErrnoException {
    checkChange(directory);
    boolean sticky = (directory.attributes().mode() & STICKY) != 0;
    if (sticky && !owns(victim) && !owns(directory)) {
      throw new ErrnoException(Errno.EPERM);
    }
  }

  /**
   * @throws ErrnoException EPERM if neither the owner nor root asks
   */
  void checkOwner(TreeNode node) throws ErrnoException {
    if (!owns(node)) {
      throw new ErrnoException(Errno.EPERM);
    }
  }

  /**
   * @throws ErrnoException EPERM if it is not root who asks
   */
  void checkRoot() throws ErrnoException {
    if (!isRoot()) {
      throw new ErrnoException(Errno.EPERM);
    }
  }
}
