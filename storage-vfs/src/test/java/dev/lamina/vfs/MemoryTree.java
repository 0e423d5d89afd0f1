package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A tree in memory that can be changed: what a writable tree does, as simply as can be. */
final class MemoryTree implements WritableTree {
  private static final int MAX_NAME = 255;

  private final AtomicLong lastId = new AtomicLong();
  private final AtomicInteger openFiles = new AtomicInteger();
  private final Clock clock;
  private final Inode root;
  private volatile boolean closed;

  MemoryTree(Clock clock) {
    this.clock = clock;
    this.root = new Inode(NodeType.DIRECTORY, new EntryAttributes(0755, 0, 0, 0, Map.of()));
    root.parent = root;
  }

  int openFiles() {
    return openFiles.get();
  }

  /** What all names of a file share. */
  private final class Inode {
    final NodeType type;
    final long id = lastId.incrementAndGet();
    final Map<byte[], Inode> children = new TreeMap<>(Arrays::compareUnsigned);
    volatile EntryAttributes attributes;
    volatile byte[] content = {};
    int major;
    int minor;
    int links = 1;
    boolean deleted;
    Inode parent = this;

    Inode(NodeType type, EntryAttributes attributes) {
      this.type = type;
      this.attributes = attributes;
    }

    void touch() {
      attributes = with(attributes, now());
    }
  }

  private static EntryAttributes with(EntryAttributes old, long nanos) {
    return new EntryAttributes(old.mode(), old.uid(), old.gid(), nanos, old.xattrs());
  }

  private long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** A file under the name it was found by. */
  private record Named(byte[] name, Inode inode) implements TreeNode {
    @Override
    public NodeType type() {
      return inode.type;
    }

    @Override
    public EntryAttributes attributes() {
      return inode.attributes;
    }

    @Override
    public long size() {
      return inode.content.length;
    }

    @Override
    public byte[] linkTarget() {
      return inode.type == NodeType.SYMLINK ? inode.content : new byte[0];
    }

    @Override
    public int deviceMajor() {
      return inode.major;
    }

    @Override
    public int deviceMinor() {
      return inode.minor;
    }

    @Override
    public int linkCount() {
      return inode.links;
    }

    @Override
    public long fileId() {
      return inode.id;
    }

    @Override
    public int layer() {
      return -1;
    }

    @Override
    public Object origin() {
      return inode;
    }
  }

  private Inode inode(TreeNode node) {
    if (closed) {
      throw new IllegalStateException("the tree was touched after it was closed");
    }
    return ((Named) node).inode;
  }

  @Override
  public TreeNode root() {
    return new Named(new byte[0], root);
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) {
    return Optional.ofNullable(inode(directory).children.get(name)).map(i -> new Named(name, i));
  }

  @Override
  public List<TreeNode> children(TreeNode directory) {
    return inode(directory).children.entrySet().stream()
        .<TreeNode>map(e -> new Named(e.getKey(), e.getValue()))
        .toList();
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) {
    return read(inode(file), position, target);
  }

  private static int read(Inode inode, long position, ByteBuffer target) {
    byte[] content = inode.content;
    if (position >= content.length) {
      return -1;
    }
    int count = (int) Math.min(content.length - position, target.remaining());
    target.put(content, (int) position, count);
    return count;
  }

  private static ErrnoException refuse(Errno errno) {
    return new ErrnoException(errno);
  }

  private Inode directory(TreeNode directory) throws ErrnoException {
    Inode inode = inode(directory);
    if (inode.deleted) {
      throw refuse(Errno.ENOENT);
    }
    return inode;
  }

  private Inode existing(Inode directory, byte[] name) throws ErrnoException {
    Inode child = directory.children.get(name);
    if (child == null) {
      throw refuse(Errno.ENOENT);
    }
    return child;
  }

  private static void put(Inode directory, byte[] name, Inode child) throws ErrnoException {
    if (name.length > MAX_NAME) {
      throw refuse(Errno.ENAMETOOLONG);
    }
    if (directory.children.putIfAbsent(name, child) != null) {
      throw refuse(Errno.EEXIST);
    }
    if (child.type == NodeType.DIRECTORY) {
      child.parent = directory;
    }
    directory.touch();
  }

  @Override
  public TreeNode create(TreeNode directory, byte[] name, NewNode what) throws IOException {
    Inode made =
        new Inode(
            what.type(), new EntryAttributes(what.mode(), what.uid(), what.gid(), now(), Map.of()));
    made.content = what.target();
    made.major = what.major();
    made.minor = what.minor();
    put(directory(directory), name, made);
    return new Named(name, made);
  }

  @Override
  public void link(TreeNode file, TreeNode directory, byte[] name) throws IOException {
    Inode inode = inode(file);
    if (inode.type == NodeType.DIRECTORY) {
      throw refuse(Errno.EPERM);
    }
    put(directory(directory), name, inode);
    inode.links++;
  }

  private static void take(Inode directory, byte[] name, Inode child) {
    directory.children.remove(name);
    child.links--;
    child.deleted |= child.type == NodeType.DIRECTORY;
    directory.touch();
  }

  @Override
  public void unlink(TreeNode directory, byte[] name) throws IOException {
    Inode parent = directory(directory);
    Inode child = existing(parent, name);
    if (child.type == NodeType.DIRECTORY) {
      throw refuse(Errno.EISDIR);
    }
    take(parent, name, child);
  }

  @Override
  public void removeDirectory(TreeNode directory, byte[] name) throws IOException {
    Inode parent = directory(directory);
    Inode child = existing(parent, name);
    if (child.type != NodeType.DIRECTORY) {
      throw refuse(Errno.ENOTDIR);
    }
    if (!child.children.isEmpty()) {
      throw refuse(Errno.ENOTEMPTY);
    }
    take(parent, name, child);
  }

  @Override
  public void rename(TreeNode fromDirectory, byte[] fromName, TreeNode toDirectory, byte[] toName)
      throws IOException {
    Inode from = directory(fromDirectory);
    Inode to = directory(toDirectory);
    Inode moved = existing(from, fromName);
    Inode replaced = to.children.get(toName);
    if (toName.length > MAX_NAME) {
      throw refuse(Errno.ENAMETOOLONG);
    }
    if (replaced != null && !replaced.children.isEmpty()) {
      throw refuse(Errno.ENOTEMPTY);
    }
    if (replaced != null) {
      take(to, toName, replaced);
    }
    from.children.remove(fromName);
    from.touch();
    put(to, toName, moved);
  }

  @Override
  public void change(TreeNode node, AttributeChange change) {
    Inode inode = inode(node);
    EntryAttributes old = inode.attributes;
    Map<String, byte[]> xattrs = new HashMap<>(old.xattrs());
    change
        .xattrs()
        .forEach(
            (name, value) ->
                value.ifPresentOrElse(v -> xattrs.put(name, v), () -> xattrs.remove(name)));
    inode.attributes =
        new EntryAttributes(
            change.mode().orElse(old.mode()),
            change.uid().orElse(old.uid()),
            change.gid().orElse(old.gid()),
            change.modifiedNanos().orElse(old.modifiedNanos()),
            xattrs);
  }

  @Override
  public TreeNode parent(TreeNode directory) {
    return new Named(new byte[0], inode(directory).parent);
  }

  @Override
  public void force() {}

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public OpenFile open(TreeNode file, boolean toChange) {
    openFiles.incrementAndGet();
    return new MemoryFile(inode(file));
  }

  /** An open file; each method is one step. */
  private final class MemoryFile implements OpenFile {
    private final Inode inode;

    MemoryFile(Inode inode) {
      this.inode = inode;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      return MemoryTree.read(inode, position, target);
    }

    @Override
    public int write(ByteBuffer source, long position) {
      synchronized (inode) {
        int count = source.remaining();
        int end = Math.max(inode.content.length, (int) position + count);
        byte[] content = Arrays.copyOf(inode.content, count == 0 ? inode.content.length : end);
        source.get(content, (int) position, count);
        inode.content = content;
        inode.touch();
        return count;
      }
    }

    @Override
    public long append(ByteBuffer source) {
      synchronized (inode) {
        long end = inode.content.length;
        int unused = write(source, end);
        return end;
      }
    }

    @Override
    public long size() {
      return inode.content.length;
    }

    @Override
    public void truncate(long size) {
      synchronized (inode) {
        inode.content = Arrays.copyOf(inode.content, (int) size);
        inode.touch();
      }
    }

    @Override
    public void force() {}

    @Override
    public void close() {
      openFiles.decrementAndGet();
    }
  }

  /** Takes in all that another tree has. */
  MemoryTree copyOf(LayerTree lower) throws IOException {
    copy(lower, lower.root(), root, new HashMap<>());
    return this;
  }

  private void copy(LayerTree lower, TreeNode from, Inode to, Map<Long, Inode> files)
      throws IOException {
    for (TreeNode child : lower.children(from)) {
      Inode known = files.get(child.fileId());
      if (known != null) {
        known.links++;
        to.children.put(child.name(), known);
        continue;
      }
      Inode made = new Inode(child.type(), child.attributes());
      made.parent = to;
      made.major = child.deviceMajor();
      made.minor = child.deviceMinor();
      files.put(child.fileId(), made);
      to.children.put(child.name(), made);
      if (child.type() == NodeType.DIRECTORY) {
        copy(lower, child, made, files);
      } else if (child.type() == NodeType.SYMLINK) {
        made.content = child.linkTarget();
      } else if (child.type() == NodeType.FILE) {
        ByteBuffer buffer = ByteBuffer.allocate((int) child.size());
        while (buffer.hasRemaining() && lower.read(child, buffer.position(), buffer) >= 0) {}
        made.content = buffer.array();
      }
    }
  }
}
