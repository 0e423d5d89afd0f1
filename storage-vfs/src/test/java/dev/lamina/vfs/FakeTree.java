package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A tree in memory that fails when anybody touches a node after it is closed. */
final class FakeTree implements LayerTree {
  private final Node root;
  private final AtomicInteger closes = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private long lastFileId;
  private int layer;
  private int maxRead = Integer.MAX_VALUE;
  private Runnable duringRead = () -> {};

  FakeTree() {
    root = new Node(new byte[0], new File(NodeType.DIRECTORY));
  }

  FakeTree layer(int newLayer) {
    layer = newLayer;
    return this;
  }

  /** Makes reads come in parts of at most this many bytes. */
  FakeTree maxRead(int bytes) {
    maxRead = bytes;
    return this;
  }

  FakeTree duringRead(Runnable action) {
    duringRead = action;
    return this;
  }

  FakeTree directory(String path) {
    add(path, new File(NodeType.DIRECTORY));
    return this;
  }

  FakeTree file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  FakeTree file(String path, byte[] content) {
    File file = new File(NodeType.FILE);
    file.content = content;
    add(path, file);
    return this;
  }

  FakeTree symlink(String path, String target) {
    File file = new File(NodeType.SYMLINK);
    file.content = ByteNames.encode(target);
    add(path, file);
    return this;
  }

  FakeTree fifo(String path) {
    add(path, new File(NodeType.FIFO));
    return this;
  }

  FakeTree device(String path, boolean block, int major, int minor) {
    File file = new File(block ? NodeType.BLOCK_DEVICE : NodeType.CHARACTER_DEVICE);
    file.major = major;
    file.minor = minor;
    add(path, file);
    return this;
  }

  FakeTree hardLink(String path, String existing) {
    File file = node(existing).file;
    file.links++;
    add(path, file);
    return this;
  }

  FakeTree attributes(String path, int mode, long uid, long gid, long nanos) {
    File file = node(path).file;
    file.attributes = new EntryAttributes(mode, uid, gid, nanos, file.attributes.xattrs());
    return this;
  }

  FakeTree xattr(String path, String name, byte[] value) {
    File file = node(path).file;
    Map<String, byte[]> xattrs = new LinkedHashMap<>(file.attributes.xattrs());
    xattrs.put(name, value);
    EntryAttributes old = file.attributes;
    file.attributes =
        new EntryAttributes(old.mode(), old.uid(), old.gid(), old.modifiedNanos(), xattrs);
    return this;
  }

  int closes() {
    return closes.get();
  }

  int reads() {
    return reads.get();
  }

  private void add(String path, File file) {
    int slash = path.lastIndexOf('/');
    Node parent = slash < 0 ? root : node(path.substring(0, slash));
    byte[] name = ByteNames.encode(path.substring(slash + 1));
    parent.children.put(name, new Node(name, file));
  }

  private Node node(String path) {
    Node node = root;
    for (String name : path.split("/")) {
      Node child = node.children.get(ByteNames.encode(name));
      if (child == null) {
        File directory = new File(NodeType.DIRECTORY);
        child = new Node(ByteNames.encode(name), directory);
        node.children.put(child.name, child);
      }
      node = child;
    }
    return node;
  }

  private void checkOpen() {
    if (closes.get() > 0) {
      throw new IllegalStateException("the tree was touched after it was closed");
    }
  }

  @Override
  public TreeNode root() {
    checkOpen();
    return root;
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) {
    checkOpen();
    return Optional.ofNullable(((Node) directory).children.get(name));
  }

  @Override
  public List<TreeNode> children(TreeNode directory) {
    checkOpen();
    return List.copyOf(((Node) directory).children.values());
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) {
    checkOpen();
    reads.incrementAndGet();
    duringRead.run();
    byte[] content = ((Node) file).file.content;
    if (position >= content.length) {
      return -1;
    }
    int count = (int) Math.min(content.length - position, Math.min(maxRead, target.remaining()));
    target.put(content, (int) position, count);
    checkOpen();
    return count;
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }

  /** What all names of a file share. */
  private final class File {
    final NodeType type;
    final long id = ++lastFileId;
    final int layer = FakeTree.this.layer;
    EntryAttributes attributes;
    byte[] content = {};
    int major;
    int minor;
    int links = 1;

    File(NodeType type) {
      this.type = type;
      this.attributes =
          new EntryAttributes(type == NodeType.DIRECTORY ? 0755 : 0644, 0, 0, 0, Map.of());
    }
  }

  /** A name of a file. */
  private final class Node implements TreeNode {
    final byte[] name;
    final File file;
    final Map<byte[], Node> children = new TreeMap<>(Arrays::compareUnsigned);

    Node(byte[] name, File file) {
      this.name = name;
      this.file = file;
    }

    private File openFile() {
      checkOpen();
      return file;
    }

    @Override
    public NodeType type() {
      return openFile().type;
    }

    @Override
    public byte[] name() {
      checkOpen();
      return name;
    }

    @Override
    public EntryAttributes attributes() {
      return openFile().attributes;
    }

    @Override
    public long size() {
      return openFile().content.length;
    }

    @Override
    public byte[] linkTarget() {
      return type() == NodeType.SYMLINK ? file.content : new byte[0];
    }

    @Override
    public int deviceMajor() {
      return openFile().major;
    }

    @Override
    public int deviceMinor() {
      return openFile().minor;
    }

    @Override
    public int linkCount() {
      return openFile().links;
    }

    @Override
    public long fileId() {
      return openFile().id;
    }

    @Override
    public int layer() {
      return openFile().layer;
    }

    @Override
    public Object origin() {
      return this;
    }
  }
}
