package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Makes of a tree what a layer on top of it would make of it. */
final class UpperFiller implements LayerSink {
  private static final int CHUNK = 1 << 16;

  private final WritableTree tree;

  /** What directories are to have in the end: each file that is made in one changes its time. */
  private final Map<EntryPath, EntryAttributes> directories = new TreeMap<>();

  UpperFiller(WritableTree tree) {
    this.tree = tree;
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    Optional<TreeNode> known = find(file.path()).filter(node -> isToBeKept(node, file.size()));
    TreeNode node =
        known.isPresent()
            ? known.get()
            : make(file.path(), NodeType.FILE, file.attributes(), new byte[0]);
    copy(content, node, file.size());
    change(node, file.attributes());
  }

  /** A file whose content stays the same is not to become another one. */
  private static boolean isToBeKept(TreeNode node, long size) {
    return node.type() == NodeType.FILE && node.linkCount() == 1 && node.size() == size;
  }

  private void copy(InputStream content, TreeNode file, long size) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long position = 0;
    for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
      ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
      if (!has(file, position, bytes)) {
        write(file, position, bytes);
      }
      position += n;
    }
    if (position != size) {
      throw new IOException("a file has " + position + " bytes instead of " + size);
    }
  }

  private boolean has(TreeNode file, long position, ByteBuffer bytes) throws IOException {
    if (file.size() < position + bytes.remaining()) {
      return false;
    }
    ByteBuffer found = ByteBuffer.allocate(bytes.remaining());
    while (found.hasRemaining() && tree.read(file, position + found.position(), found) > 0) {
      // Until all is read.
    }
    return found.flip().equals(bytes);
  }

  private void write(TreeNode file, long position, ByteBuffer bytes) throws IOException {
    try (WritableTree.OpenFile out = tree.open(file, true)) {
      int unused = out.write(bytes, position);
    }
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    TreeNode target = node(link.target());
    TreeNode parent = free(link.path());
    tree.link(target, parent, link.path().name());
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.Directory directory) {
      addDirectory(directory);
    } else if (entry instanceof LayerEntry.Symlink link) {
      makeSpecial(link.path(), NodeType.SYMLINK, link.attributes(), link.target());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      makeSpecial(fifo.path(), NodeType.FIFO, fifo.attributes(), new byte[0]);
    } else if (entry instanceof LayerEntry.Device device) {
      addDevice(device);
    } else if (entry instanceof LayerEntry.Whiteout whiteout) {
      TreeNode unused = free(whiteout.path());
    } else if (entry instanceof LayerEntry.Opaque opaque) {
      empty(node(opaque.path()));
    } else {
      throw new IllegalArgumentException("not to be added so: " + entry);
    }
  }

  private void addDirectory(LayerEntry.Directory directory) throws IOException {
    EntryPath path = directory.path();
    if (!path.isRoot() && find(path).filter(UpperFiller::isDirectory).isEmpty()) {
      TreeNode unused = make(path, NodeType.DIRECTORY, directory.attributes(), new byte[0]);
    }
    directories.put(path, directory.attributes());
  }

  private void addDevice(LayerEntry.Device device) throws IOException {
    NodeType type = device.block() ? NodeType.BLOCK_DEVICE : NodeType.CHARACTER_DEVICE;
    EntryAttributes attributes = device.attributes();
    TreeNode made =
        tree.create(
            free(device.path()),
            device.path().name(),
            new NewNode(
                type,
                attributes.mode(),
                attributes.uid(),
                attributes.gid(),
                new byte[0],
                device.major(),
                device.minor()));
    change(made, attributes);
  }

  private void makeSpecial(EntryPath path, NodeType type, EntryAttributes attributes, byte[] target)
      throws IOException {
    change(make(path, type, attributes, target), attributes);
  }

  private TreeNode make(EntryPath path, NodeType type, EntryAttributes attributes, byte[] target)
      throws IOException {
    return tree.create(
        free(path),
        path.name(),
        new NewNode(type, attributes.mode(), attributes.uid(), attributes.gid(), target, 0, 0));
  }

  /** Takes away what is at a path, and returns the directory that it was in. */
  private TreeNode free(EntryPath path) throws IOException {
    TreeNode parent = node(path.parent());
    directories.putIfAbsent(path.parent(), parent.attributes());
    Optional<TreeNode> found = tree.child(parent, path.name());
    if (found.isPresent()) {
      remove(parent, found.get());
    }
    return parent;
  }

  private void remove(TreeNode parent, TreeNode node) throws IOException {
    if (isDirectory(node)) {
      empty(node);
      tree.removeDirectory(parent, node.name());
    } else {
      tree.unlink(parent, node.name());
    }
  }

  private void empty(TreeNode directory) throws IOException {
    for (TreeNode child : tree.children(directory)) {
      remove(directory, child);
    }
  }

  private static boolean isDirectory(TreeNode node) {
    return node.type() == NodeType.DIRECTORY;
  }

  private Optional<TreeNode> find(EntryPath path) throws IOException {
    return path.isRoot() ? Optional.of(tree.root()) : tree.child(node(path.parent()), path.name());
  }

  private TreeNode node(EntryPath path) throws IOException {
    return find(path).orElseThrow(() -> new IOException("a layer lacks " + path));
  }

  private void change(TreeNode node, EntryAttributes attributes) throws IOException {
    Map<String, Optional<byte[]>> xattrs = new HashMap<>();
    node.attributes().xattrs().keySet().forEach(name -> xattrs.put(name, Optional.empty()));
    attributes.xattrs().forEach((name, value) -> xattrs.put(name, Optional.of(value)));
    tree.change(
        node,
        new AttributeChange(
            OptionalInt.of(attributes.mode()),
            OptionalLong.of(attributes.uid()),
            OptionalLong.of(attributes.gid()),
            OptionalLong.of(attributes.modifiedNanos()),
            OptionalLong.empty(),
            xattrs));
  }

  /** Gives directories the attributes that they are to have in the end. */
  void finish() throws IOException {
    for (Map.Entry<EntryPath, EntryAttributes> directory : directories.entrySet()) {
      Optional<TreeNode> found = find(directory.getKey());
      if (found.isPresent()) { // Else it was taken away again.
        change(found.get(), directory.getValue());
      }
    }
  }
}
