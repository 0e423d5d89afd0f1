package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What changes the attributes of a file, as Linux's system calls of the same names do. For who has
 * the tree for himself. All refusals are {@link ErrnoException}s.
 */
final class AttributeCalls {
  /** What gives a program rights; whoever changes the file's contents or owner takes it away. */
  private static final String CAPABILITY = "security.capability";

  private static final int ALL_BITS = 07777;
  private static final int MAX_XATTR_NAME = 255;
  private static final int MAX_XATTR_VALUE = 1 << 16;

  private final WritableTree tree;
  private final Permissions user;

  AttributeCalls(WritableTree tree, Permissions user) {
    this.tree = tree;
    this.user = user;
  }

  void chmod(TreeNode node, int mode) throws IOException {
    user.checkOwner(node);
    boolean foreign = !user.isRoot() && !user.isInGroup(node.attributes().gid());
    int bits = mode & ALL_BITS & (foreign ? ~Permissions.SET_GID : ~0);
    tree.change(node, new Change().mode(bits).done());
  }

  void chown(TreeNode node, OptionalLong uid, OptionalLong gid) throws IOException {
    EntryAttributes old = node.attributes();
    if (!user.isRoot()) {
      boolean owns = old.uid() == user.uid();
      boolean uidStays = uid.isEmpty() || (owns && uid.getAsLong() == old.uid());
      boolean gidMay =
          gid.isEmpty()
              || (owns && (gid.getAsLong() == old.gid() || user.isInGroup(gid.getAsLong())));
      if (!uidStays || !gidMay) {
        throw new ErrnoException(Errno.EPERM);
      }
    }
    Change change = new Change().uid(uid).gid(gid);
    if (node.type() != NodeType.DIRECTORY) {
      change.withoutPrivileges(node, true);
    }
    tree.change(node, change.done());
  }

  void utimens(TreeNode node, OptionalLong modified, OptionalLong accessed) throws IOException {
    user.checkOwner(node);
    tree.change(node, new Change().times(modified, accessed).done());
  }

  /**
   * Takes away what would let others act as the file's owner, before its contents change. Root's
   * changes leave the set-user-ID bits, but no capability.
   */
  void dropPrivileges(TreeNode node) throws IOException {
    if (hasPrivileges(node, user)) {
      tree.change(node, new Change().withoutPrivileges(node, !user.isRoot()).done());
    }
  }

  /** Returns whether a change of the contents takes something away. */
  static boolean hasPrivileges(TreeNode node, Permissions user) {
    EntryAttributes attributes = node.attributes();
    return attributes.xattrs().containsKey(CAPABILITY)
        || (!user.isRoot() && attributes.mode() != withoutPrivileges(attributes.mode()));
  }

  private static int withoutPrivileges(int mode) {
    int kept = mode & ~Permissions.SET_UID;
    // Without the group's execute bit it once meant mandatory locks, and stays.
    return (kept & Permissions.GROUP_EXECUTE) == 0 ? kept : kept & ~Permissions.SET_GID;
  }

  void setXattr(TreeNode node, String name, byte[] value) throws IOException {
    if (value.length > MAX_XATTR_VALUE) {
      throw new ErrnoException(Errno.E2BIG);
    }
    checkXattr(node, name);
    tree.change(node, new Change().xattr(name, Optional.of(value)).done());
  }

  void removeXattr(TreeNode node, String name) throws IOException {
    checkXattr(node, name);
    if (!node.attributes().xattrs().containsKey(name)) {
      throw new ErrnoException(Errno.ENODATA);
    }
    tree.change(node, new Change().xattr(name, Optional.empty()).done());
  }

  private void checkXattr(TreeNode node, String name) throws ErrnoException {
    if (name.length() > MAX_XATTR_NAME || name.endsWith(".")) {
      throw new ErrnoException(name.endsWith(".") ? Errno.EINVAL : Errno.ERANGE);
    }
    if (name.startsWith("user.")) {
      checkUserXattr(node);
      user.check(node, Permissions.WRITE);
    } else if (name.startsWith("trusted.")
        || name.startsWith("security.")
        || name.startsWith("system.")) {
      user.checkRoot();
    } else {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
  }

  private void checkUserXattr(TreeNode node) throws ErrnoException {
    boolean directory = node.type() == NodeType.DIRECTORY;
    if (!directory && node.type() != NodeType.FILE) {
      throw new ErrnoException(Errno.EPERM);
    }
    if (directory && (node.attributes().mode() & Permissions.STICKY) != 0) {
      user.checkOwner(node);
    }
  }

  /**
   * Gives a file what another has, as far as the user may: all of it if he is root; owner, group,
   * and what belongs to them, stay else.
   */
  void copyAttributes(TreeNode node, EntryAttributes from, OptionalLong accessed)
      throws IOException {
    Change change = new Change().times(OptionalLong.of(from.modifiedNanos()), accessed);
    int mode = from.mode();
    if (user.isRoot()) {
      change.uid(OptionalLong.of(from.uid())).gid(OptionalLong.of(from.gid()));
    } else {
      mode &= 01777;
    }
    if (node.type() != NodeType.SYMLINK) {
      change.mode(mode);
    }
    from.xattrs()
        .forEach(
            (name, value) -> {
              if (user.isRoot() || name.startsWith("user.")) {
                change.xattr(name, Optional.of(value));
              }
            });
    tree.change(node, change.done());
  }

  /** An {@link AttributeChange} being made. */
  private static final class Change {
    private final Map<String, Optional<byte[]>> xattrs = new HashMap<>();
    private OptionalInt mode = OptionalInt.empty();
    private OptionalLong uid = OptionalLong.empty();
    private OptionalLong gid = OptionalLong.empty();
    private OptionalLong modified = OptionalLong.empty();
    private OptionalLong accessed = OptionalLong.empty();

    Change mode(int bits) {
      mode = OptionalInt.of(bits);
      return this;
    }

    Change uid(OptionalLong number) {
      uid = number;
      return this;
    }

    Change gid(OptionalLong number) {
      gid = number;
      return this;
    }

    Change times(OptionalLong modifiedNanos, OptionalLong accessedNanos) {
      modified = modifiedNanos;
      accessed = accessedNanos;
      return this;
    }

    Change xattr(String name, Optional<byte[]> value) {
      xattrs.put(name, value);
      return this;
    }

    Change withoutPrivileges(TreeNode node, boolean bits) {
      EntryAttributes attributes = node.attributes();
      if (bits && attributes.mode() != AttributeCalls.withoutPrivileges(attributes.mode())) {
        mode(AttributeCalls.withoutPrivileges(attributes.mode()));
      }
      if (attributes.xattrs().containsKey(CAPABILITY)) {
        xattr(CAPABILITY, Optional.empty());
      }
      return this;
    }

    AttributeChange done() {
      return new AttributeChange(mode, uid, gid, modified, accessed, xattrs);
    }
  }
}
