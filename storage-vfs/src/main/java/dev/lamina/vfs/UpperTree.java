package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree below with changes on top, which are kept in a directory: in memory is only what has been
 * changed. Everything else is what the tree below says, and is not copied.
 */
final class UpperTree implements WritableTree {
  private static final int MAX_NAME = 255;

  private final UpperState state;
  private final UpperReader reader;
  private final UpperChanges changes;
  private final Durability durability;

  private UpperTree(UpperState state, UpperChanges changes, Durability durability) {
    this.state = state;
    this.reader = new UpperReader(state);
    this.changes = changes;
    this.durability = durability;
  }

  /**
   * Opens a tree with the changes that are in a directory, which nobody else uses.
   *
   * @param below closed with the tree, if it is opened
   * @throws dev.lamina.CorruptStoreException if the changes are damaged or of a newer version
   */
  static UpperTree open(LayerTree below, Path directory, MountOptions options) throws IOException {
    return open(below, directory, options, UpperLog.COMPACTION_FLOOR);
  }

  static UpperTree open(LayerTree below, Path directory, MountOptions options, long floor)
      throws IOException {
    UpperState state = new UpperState(below);
    UpperChanges changes = UpperChanges.open(state, directory, options, floor);
    return new UpperTree(state, changes, options.durability());
  }

  @Override
  public TreeNode root() {
    return state.root();
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    return Optional.ofNullable(reader.child(directory(directory), name));
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    return reader.children(directory(directory));
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    UpperNode node = own(file);
    requireFile(node);
    if (node.inode() == null) {
      return state.below().read(node.lower(), position, target);
    }
    UpperContent content = changes.contents().acquire(node);
    try {
      return content.read(target, position);
    } finally {
      changes.contents().release(content);
    }
  }

  private UpperNode own(TreeNode node) {
    if (node instanceof UpperNode own && own.state() == state) {
      return own;
    }
    throw new IllegalArgumentException("the node is of another tree");
  }

  private UpperNode directory(TreeNode node) throws ErrnoException {
    UpperNode directory = own(node);
    if (directory.type() != NodeType.DIRECTORY) {
      throw new ErrnoException(Errno.ENOTDIR);
    }
    return directory;
  }

  private static void requireFile(UpperNode node) throws ErrnoException {
    if (node.type() != NodeType.FILE) {
      throw new ErrnoException(node.type() == NodeType.DIRECTORY ? Errno.EISDIR : Errno.ENXIO);
    }
  }

  private static void requireName(byte[] name) throws ErrnoException {
    if (name.length > MAX_NAME) {
      throw new ErrnoException(Errno.ENAMETOOLONG);
    }
  }

  private UpperNode existing(UpperNode directory, byte[] name) throws IOException {
    requireName(name);
    UpperNode child = reader.child(directory, name);
    if (child == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    return child;
  }

  /** Checks that a directory can get a name. */
  private void requireFree(UpperNode directory, byte[] name) throws IOException {
    requireName(name);
    requireAlive(directory);
    if (reader.child(directory, name) != null) {
      throw new ErrnoException(Errno.EEXIST);
    }
  }

  private void requireAlive(UpperNode node) throws IOException {
    if (!reader.isAlive(node)) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  @Override
  public TreeNode create(TreeNode directory, byte[] name, NewNode what) throws IOException {
    UpperNode parent = directory(directory);
    requireFree(parent, name);
    return changes.make(
        step -> {
          UpperDirectory inode = step.touchDirectory(parent);
          UpperInode made = step.make(what, inode);
          step.enter(inode, name, made);
          return UpperNode.of(state, parent, name.clone(), made);
        });
  }

  @Override
  public void link(TreeNode file, TreeNode directory, byte[] name) throws IOException {
    UpperNode node = own(file);
    UpperNode parent = directory(directory);
    requireFree(parent, name);
    if (node.type() == NodeType.DIRECTORY) {
      throw new ErrnoException(Errno.EPERM);
    }
    requireAlive(node);
    changes.make(
        step -> {
          step.addName(node);
          step.enter(step.touchDirectory(parent), name, step.touch(node));
          return node;
        });
  }

  @Override
  public void unlink(TreeNode directory, byte[] name) throws IOException {
    UpperNode parent = directory(directory);
    UpperNode file = existing(parent, name);
    if (file.type() == NodeType.DIRECTORY) {
      throw new ErrnoException(Errno.EISDIR);
    }
    remove(parent, name, file);
  }

  @Override
  public void removeDirectory(TreeNode directory, byte[] name) throws IOException {
    if (name.length == 0) {
      throw new ErrnoException(Errno.EBUSY);
    }
    UpperNode parent = directory(directory);
    UpperNode child = existing(parent, name);
    if (child.type() != NodeType.DIRECTORY) {
      throw new ErrnoException(Errno.ENOTDIR);
    }
    requireEmpty(child);
    remove(parent, name, child);
  }

  private void requireEmpty(UpperNode directory) throws IOException {
    if (!reader.isEmpty(directory)) {
      throw new ErrnoException(Errno.ENOTEMPTY);
    }
  }

  private void remove(UpperNode parent, byte[] name, UpperNode child) throws IOException {
    changes.make(
        step -> {
          step.leave(step.touchDirectory(parent), name);
          step.removeName(child);
          return child;
        });
  }

  @Override
  public void rename(TreeNode fromDirectory, byte[] fromName, TreeNode toDirectory, byte[] toName)
      throws IOException {
    UpperNode from = directory(fromDirectory);
    UpperNode to = directory(toDirectory);
    UpperNode moved = existing(from, fromName);
    requireName(toName);
    requireAlive(to);
    UpperNode replaced = reader.child(to, toName);
    requireNotInside(moved, to);
    if (replaced != null) {
      if (replaced.fileId() == moved.fileId()) {
        return;
      }
      requireReplaceable(replaced, moved);
    }
    changes.make(
        step -> {
          UpperInode inode = step.touch(moved);
          step.leave(step.touchDirectory(from), fromName);
          if (replaced != null) {
            step.removeName(replaced);
          }
          step.enter(step.touchDirectory(to), toName, inode);
          step.changed(inode);
          return moved;
        });
  }

  private void requireNotInside(UpperNode moved, UpperNode to) throws ErrnoException {
    if (moved.type() != NodeType.DIRECTORY) {
      return;
    }
    for (UpperNode at = to; at != null; at = state.parentOf(at)) {
      if (at.fileId() == moved.fileId()) {
        throw new ErrnoException(Errno.EINVAL);
      }
    }
  }

  private void requireReplaceable(UpperNode replaced, UpperNode moved) throws IOException {
    boolean isDirectory = moved.type() == NodeType.DIRECTORY;
    if (isDirectory != (replaced.type() == NodeType.DIRECTORY)) {
      throw new ErrnoException(isDirectory ? Errno.ENOTDIR : Errno.EISDIR);
    }
    if (isDirectory) {
      requireEmpty(replaced);
    }
  }

  @Override
  public void change(TreeNode node, AttributeChange change) throws IOException {
    UpperNode own = own(node);
    Map<String, byte[]> xattrs = own.attributes().xattrs();
    boolean removesUnknown =
        change.xattrs().entrySet().stream()
            .anyMatch(entry -> entry.getValue().isEmpty() && !xattrs.containsKey(entry.getKey()));
    if (removesUnknown) {
      throw new ErrnoException(Errno.ENODATA);
    }
    UpperNode touched = touched(own);
    changes.make(
        step -> {
          UpperInode inode = step.touch(touched);
          boolean isDirectory = inode.type() == NodeType.DIRECTORY;
          step.update(inode, step.current(inode).with(change, isDirectory));
          step.changed(inode);
          return inode;
        });
    UpperInode inode = touched.inode();
    if (inode != null) {
      change.accessedNanos().ifPresent(inode::accessedNanos);
    }
  }

  /** Sees to it that a deleted file gets no inode that is kept. */
  private UpperNode touched(UpperNode node) throws IOException {
    if (node.inode() == null && !reader.isAlive(node)) {
      node.detach(UpperStep.deleted(state, node));
    }
    return node;
  }

  @Override
  public OpenFile open(TreeNode file, boolean toChange) throws IOException {
    UpperNode node = own(file);
    requireFile(node);
    if (toChange && touched(node).inode() == null) {
      changes.make(step -> step.touch(node));
    }
    return new UpperOpenFile(changes, changes.contents().acquire(node));
  }

  @Override
  public TreeNode parent(TreeNode directory) throws IOException {
    UpperNode node = directory(directory);
    UpperNode parent = state.parentOf(node);
    return parent == null ? node : parent;
  }

  /** Returns how long all changed files are together. */
  long writtenBytes() {
    long bytes = 0;
    for (UpperInode inode : state.inodes()) {
      bytes += inode instanceof UpperFile file ? file.size() : 0;
    }
    return bytes;
  }

  @Override
  public void force() throws IOException {
    changes.force();
  }

  @Override
  public void close() throws IOException {
    try {
      if (durability == Durability.FULL) {
        changes.force();
      }
    } finally {
      try {
        changes.close();
      } finally {
        state.below().close();
      }
    }
  }
}
