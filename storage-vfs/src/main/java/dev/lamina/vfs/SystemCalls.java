package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What changes the names in a tree, as Linux's system calls of the same names do: the same checks
 * in the same order. For who has the tree for himself. All refusals are {@link ErrnoException}s.
 */
final class SystemCalls {
  private static final int MAX_PATH = 4095;
  private static final int UMASK = 0022;

  /** What {@code mkdir} takes of a mode. */
  private static final int DIRECTORY_BITS = 01777;

  private final WritableTree tree;
  private final Permissions user;

  SystemCalls(WritableTree tree, Permissions user) {
    this.tree = tree;
    this.user = user;
  }

  WritableTree tree() {
    return tree;
  }

  private UnionLookup lookup() {
    return new UnionLookup(tree, user);
  }

  private static ErrnoException refuse(Errno errno) {
    return new ErrnoException(errno);
  }

  TreeNode find(PathAt path, boolean follow) throws IOException {
    return lookup().find(path, follow);
  }

  /** Returns the file that a path names, links not followed; null if that fails for any reason. */
  @Nullable TreeNode findOrNull(PathAt path) throws IOException {
    try {
      return find(path, false);
    } catch (ErrnoException e) {
      return null;
    }
  }

  /** An open file and what it is. */
  record Opened(TreeNode node, WritableTree.OpenFile file) {}

  /**
   * @param what what is made if there is nothing
   */
  Opened open(PathAt path, OpenMode mode, NewFile what) throws IOException {
    UnionLookup lookup = lookup();
    boolean directory = false;
    for (UnionLookup.Last last = lookup.last(path); ; ) {
      directory |= last.slash();
      if (mode.create() && (last.slash() || !last.isName())) {
        throw refuse(mode.exclusive() && !last.slash() ? Errno.EEXIST : Errno.EISDIR);
      }
      if (!last.isName()) {
        lookup.enterDots(last);
        return openExisting(lookup.here(), mode);
      }
      TreeNode node = lookup.child(last.bytes());
      if (node == null) {
        if (!mode.create()) {
          throw refuse(Errno.ENOENT);
        }
        TreeNode made = make(lookup.here(), last.bytes(), what);
        return deleting(lookup, last, mode, new Opened(made, tree.open(made, mode.write())));
      }
      if (mode.exclusive()) {
        throw refuse(Errno.EEXIST);
      }
      if (node.type() == NodeType.SYMLINK && (mode.follow() || directory)) {
        last = lookup.follow(node);
      } else if (directory && node.type() != NodeType.DIRECTORY) {
        throw refuse(Errno.ENOTDIR);
      } else {
        return deleting(lookup, last, mode, openExisting(node, mode));
      }
    }
  }

  /** Takes the name away at once, if that is wanted and may be, as nobody knows who closes it. */
  private Opened deleting(UnionLookup lookup, UnionLookup.Last last, OpenMode mode, Opened opened)
      throws IOException {
    if (mode.deleteOnClose()) {
      try {
        user.checkTake(lookup.here(), opened.node());
        tree.unlink(lookup.here(), last.bytes());
      } catch (ErrnoException e) {
        return opened; // The file is open: who opened it can use it all the same.
      }
    }
    return opened;
  }

  private Opened openExisting(TreeNode node, OpenMode mode) throws IOException {
    checkOpen(node, mode, user);
    Opened opened = new Opened(node, tree.open(node, mode.write() || mode.truncate()));
    if (mode.truncate()) {
      new AttributeCalls(tree, user).dropPrivileges(node);
      opened.file().truncate(0);
    }
    return opened;
  }

  /**
   * Checks whether a file that is there can be opened.
   *
   * @throws ErrnoException ELOOP for a link; EISDIR; EACCES; ENXIO for a pipe or device, which is
   *     never opened: its contents are not the image's, and a pipe would block
   */
  static void checkOpen(TreeNode node, OpenMode mode, Permissions user) throws ErrnoException {
    if (node.type() == NodeType.SYMLINK) {
      throw refuse(Errno.ELOOP);
    }
    if (node.type() == NodeType.DIRECTORY) {
      throw refuse(Errno.EISDIR);
    }
    user.check(node, mode.wanted());
    if (node.type() != NodeType.FILE) {
      throw refuse(Errno.ENXIO);
    }
  }

  void mkdir(PathAt path, NewFile what) throws IOException {
    UnionLookup lookup = lookup();
    UnionLookup.Last last = lookup.last(path);
    checkFree(lookup, last, true);
    TreeNode unused = make(lookup.here(), last.bytes(), what);
  }

  /** Makes a file, device or pipe. */
  TreeNode mknod(PathAt path, NewFile what) throws IOException {
    UnionLookup lookup = lookup();
    UnionLookup.Last last = lookup.last(path);
    checkFree(lookup, last, false);
    return make(lookup.here(), last.bytes(), what);
  }

  void symlink(byte[] target, PathAt path, NewFile what) throws IOException {
    if (target.length == 0) {
      throw refuse(Errno.ENOENT);
    }
    if (target.length > MAX_PATH) {
      throw refuse(Errno.ENAMETOOLONG);
    }
    UnionLookup lookup = lookup();
    UnionLookup.Last last = lookup.last(path);
    checkFree(lookup, last, false);
    TreeNode unused = make(lookup.here(), last.bytes(), what, target);
  }

  private static void checkFree(UnionLookup lookup, UnionLookup.Last last, boolean directory)
      throws IOException {
    if (!last.isName() || lookup.child(last.bytes()) != null) {
      throw refuse(Errno.EEXIST);
    }
    if (last.slash() && !directory) {
      throw refuse(Errno.ENOENT);
    }
  }

  private TreeNode make(TreeNode directory, byte[] name, NewFile what) throws IOException {
    return make(directory, name, what, new byte[0]);
  }

  private TreeNode make(TreeNode directory, byte[] name, NewFile what, byte[] target)
      throws IOException {
    user.checkChange(directory);
    boolean device =
        what.type() == NodeType.CHARACTER_DEVICE || what.type() == NodeType.BLOCK_DEVICE;
    boolean whiteout =
        what.type() == NodeType.CHARACTER_DEVICE && what.major() == 0 && what.minor() == 0;
    if (device) {
      user.checkRoot();
    }
    // A union has no such devices: they stand for what is not there.
    if (whiteout) {
      throw refuse(Errno.EPERM);
    }
    if (what.uid().isPresent() || what.gid().isPresent()) {
      user.checkRoot();
    }
    boolean inherits = (directory.attributes().mode() & Permissions.SET_GID) != 0;
    long gid = what.gid().orElse(inherits ? directory.attributes().gid() : user.gid());
    int mode = modeOf(what, inherits, gid);
    return tree.create(
        directory,
        name,
        new NewNode(
            what.type(),
            mode,
            what.uid().orElse(user.uid()),
            gid,
            target,
            what.major(),
            what.minor()));
  }

  private int modeOf(NewFile what, boolean inherits, long gid) {
    if (what.type() == NodeType.SYMLINK) {
      return 0777;
    }
    int mode = what.masked() ? what.mode() & ~UMASK : what.mode();
    if (what.type() == NodeType.DIRECTORY) {
      int bits = what.masked() ? mode & DIRECTORY_BITS : mode;
      return inherits ? bits | Permissions.SET_GID : bits;
    }
    int foreign = Permissions.SET_GID | Permissions.GROUP_EXECUTE;
    boolean privileged = (mode & foreign) == foreign && inherits;
    return privileged && !user.isRoot() && !user.isInGroup(gid)
        ? mode & ~Permissions.SET_GID
        : mode;
  }

  void link(PathAt existing, PathAt path) throws IOException {
    TreeNode file = find(existing, false);
    UnionLookup lookup = lookup();
    UnionLookup.Last last = lookup.last(path);
    checkFree(lookup, last, false);
    user.checkChange(lookup.here());
    if (file.type() == NodeType.DIRECTORY) {
      throw refuse(Errno.EPERM);
    }
    tree.link(file, lookup.here(), last.bytes());
  }

  void unlink(PathAt path) throws IOException {
    UnionLookup lookup = lookup();
    UnionLookup.Last last = lookup.last(path);
    if (!last.isName()) {
      throw refuse(Errno.EISDIR);
    }
    TreeNode victim = existing(lookup, last);
    boolean directory = victim.type() == NodeType.DIRECTORY;
    if (last.slash()) {
      throw refuse(directory ? Errno.EISDIR : Errno.ENOTDIR);
    }
    user.checkTake(lookup.here(), victim);
    if (directory) {
      throw refuse(Errno.EISDIR);
    }
    tree.unlink(lookup.here(), last.bytes());
  }

  private static TreeNode existing(UnionLookup lookup, UnionLookup.Last last) throws IOException {
    TreeNode node = lookup.child(last.bytes());
    if (node == null) {
      throw refuse(Errno.ENOENT);
    }
    return node;
  }

  void rmdir(PathAt path) throws IOException {
    UnionLookup lookup = lookup();
    UnionLookup.Last last = lookup.last(path);
    if (!last.isName()) {
      throw refuse(
          last.isRoot()
              ? Errno.EBUSY
              : UnionLookup.isDot(last.bytes()) ? Errno.EINVAL : Errno.ENOTEMPTY);
    }
    TreeNode victim = existing(lookup, last);
    user.checkTake(lookup.here(), victim);
    if (victim.type() != NodeType.DIRECTORY) {
      throw refuse(Errno.ENOTDIR);
    }
    tree.removeDirectory(lookup.here(), last.bytes());
  }

  void rename(PathAt fromPath, PathAt toPath) throws IOException {
    UnionLookup from = lookup();
    UnionLookup.Last fromName = from.last(fromPath);
    UnionLookup to = lookup();
    UnionLookup.Last toName = to.last(toPath);
    if (!fromName.isName() || !toName.isName()) {
      throw refuse(Errno.EBUSY);
    }
    TreeNode source = existing(from, fromName);
    TreeNode target = to.child(toName.bytes());
    boolean directory = source.type() == NodeType.DIRECTORY;
    if (!directory && (fromName.slash() || toName.slash())) {
      throw refuse(Errno.ENOTDIR);
    }
    if (directory && isWithin(to.here(), source)) {
      throw refuse(Errno.EINVAL);
    }
    if (target != null && target.type() == NodeType.DIRECTORY && isWithin(from.here(), target)) {
      throw refuse(Errno.ENOTEMPTY);
    }
    if (target != null && target.fileId() == source.fileId()) {
      return;
    }
    user.checkTake(from.here(), source);
    checkPlace(to.here(), target, directory);
    // Another directory becomes its "..".
    if (directory && from.here().fileId() != to.here().fileId()) {
      user.check(source, Permissions.WRITE);
    }
    byte[] fromBytes = fromName.bytes();
    byte[] toBytes = toName.bytes();
    if (!(from.here().fileId() == to.here().fileId() && Arrays.equals(fromBytes, toBytes))) {
      tree.rename(from.here(), fromBytes, to.here(), toBytes);
    }
  }

  private void checkPlace(TreeNode directory, @Nullable TreeNode target, boolean forDirectory)
      throws ErrnoException {
    if (target == null) {
      user.checkChange(directory);
      return;
    }
    user.checkTake(directory, target);
    boolean isDirectory = target.type() == NodeType.DIRECTORY;
    if (forDirectory != isDirectory) {
      throw refuse(forDirectory ? Errno.ENOTDIR : Errno.EISDIR);
    }
  }

  /** Returns whether a directory is another one, or somewhere in it. */
  private boolean isWithin(TreeNode directory, TreeNode ancestor) throws IOException {
    TreeNode at = directory;
    while (at.fileId() != ancestor.fileId()) {
      TreeNode up = tree.parent(at);
      if (up.fileId() == at.fileId()) {
        return false;
      }
      at = up;
    }
    return true;
  }
}
