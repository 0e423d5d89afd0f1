package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Steps on a writable tree by paths, and all that it shows as lines. */
final class UpperTrees {
  private final UpperTree tree;

  UpperTrees(UpperTree tree) {
    this.tree = tree;
  }

  static UpperTrees open(LayerTree below, Path changes) throws IOException {
    return open(below, changes, new StepClock());
  }

  static UpperTrees open(LayerTree below, Path changes, Clock clock) throws IOException {
    return new UpperTrees(UpperTree.open(below, changes, MountOptions.of(clock, Durability.FAST)));
  }

  /** A clock that is a second later each time. */
  static final class StepClock extends Clock {
    private long seconds = 1_000_000;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds++);
    }
  }

  UpperTree tree() {
    return tree;
  }

  TreeNode node(String path) throws IOException {
    TreeNode node = tree.root();
    for (String name : path.split("/")) {
      if (!name.isEmpty()) {
        node =
            tree.child(node, ByteNames.encode(name))
                .orElseThrow(() -> new ErrnoException(Errno.ENOENT));
      }
    }
    return node;
  }

  boolean has(String path) throws IOException {
    return tree.child(parent(path), name(path)).isPresent();
  }

  private TreeNode parent(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    return node(slash < 0 ? "" : path.substring(0, slash));
  }

  private static byte[] name(String path) {
    return ByteNames.encode(path.substring(path.lastIndexOf('/') + 1));
  }

  TreeNode make(String path, NodeType type, String target) throws IOException {
    int mode = type == NodeType.DIRECTORY ? 0755 : 0644;
    NewNode what = new NewNode(type, mode, 0, 0, ByteNames.encode(target), 0, 0);
    return tree.create(parent(path), name(path), what);
  }

  void mkdir(String path) throws IOException {
    make(path, NodeType.DIRECTORY, "");
  }

  /** Writes the whole content of a file, which is made if it is not there. */
  void write(String path, String content) throws IOException {
    TreeNode file = has(path) ? node(path) : make(path, NodeType.FILE, "");
    try (WritableTree.OpenFile open = tree.open(file, true)) {
      open.truncate(0);
      open.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
    }
  }

  void append(String path, String content) throws IOException {
    try (WritableTree.OpenFile open = tree.open(node(path), true)) {
      open.append(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    }
  }

  void link(String existing, String path) throws IOException {
    tree.link(node(existing), parent(path), name(path));
  }

  void unlink(String path) throws IOException {
    tree.unlink(parent(path), name(path));
  }

  void rmdir(String path) throws IOException {
    tree.removeDirectory(parent(path), name(path));
  }

  void rename(String from, String to) throws IOException {
    tree.rename(parent(from), name(from), parent(to), name(to));
  }

  void chmod(String path, int mode) throws IOException {
    tree.change(node(path), mode(mode));
  }

  static AttributeChange mode(int mode) {
    return new AttributeChange(
        OptionalInt.of(mode),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of());
  }

  static AttributeChange owner(long uid, long gid) {
    return new AttributeChange(
        OptionalInt.empty(),
        OptionalLong.of(uid),
        OptionalLong.of(gid),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of());
  }

  static AttributeChange xattr(String name, Optional<byte[]> value) {
    return new AttributeChange(
        OptionalInt.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of(name, value));
  }

  String content(String path) throws IOException {
    return content(tree, node(path));
  }

  static String content(LayerTree tree, TreeNode file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(7);
    while (tree.read(file, bytes.size(), buffer.clear()) >= 0) {
      bytes.write(buffer.array(), 0, buffer.position());
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  List<String> names(String path) throws IOException {
    return tree.children(node(path)).stream().map(node -> ByteNames.decode(node.name())).toList();
  }

  /** Returns all that the tree shows. */
  List<String> listing() throws IOException {
    List<String> lines = new ArrayList<>();
    list(tree.root(), "", lines, true);
    return lines;
  }

  /** Returns all but times. */
  List<String> listingWithoutTimes() throws IOException {
    List<String> lines = new ArrayList<>();
    list(tree.root(), "", lines, false);
    return lines;
  }

  private void list(TreeNode directory, String path, List<String> lines, boolean withTimes)
      throws IOException {
    for (TreeNode node : tree.children(directory)) {
      String childPath = path + "/" + ByteNames.decode(node.name());
      lines.add(line(node, childPath, withTimes));
      if (node.type() == NodeType.DIRECTORY) {
        list(node, childPath, lines, withTimes);
      }
    }
  }

  private String line(TreeNode node, String path, boolean withTimes) throws IOException {
    EntryAttributes attributes = node.attributes();
    String line =
        path
            + " "
            + node.type()
            + " "
            + Integer.toOctalString(attributes.mode())
            + " "
            + attributes.uid()
            + ":"
            + attributes.gid()
            + " "
            + node.size()
            + " links="
            + node.linkCount()
            + " id="
            + node.fileId();
    if (node.type() == NodeType.FILE) {
      line += " = " + content(tree, node);
    }
    line += ByteNames.decode(node.linkTarget());
    for (Map.Entry<String, byte[]> xattr : new TreeMap<>(attributes.xattrs()).entrySet()) {
      line += " " + xattr.getKey() + "=" + ByteNames.decode(xattr.getValue());
    }
    return withTimes
        ? line + " " + attributes.modifiedNanos() + " " + ((TimedNode) node).changedNanos()
        : line;
  }
}
