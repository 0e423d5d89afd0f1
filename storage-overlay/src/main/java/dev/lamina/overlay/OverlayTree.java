package dev.lamina.overlay;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A tree below with the changes that overlayfs has written to an upper directory, which is read as
 * it is and not through the mount. What has not been changed is what the tree below says. Others
 * may change the tree at any time: what they have just taken away is not there.
 */
final class OverlayTree implements LayerTree {
  private static final Comparator<TreeNode> BY_NAME =
      Comparator.comparing(TreeNode::name, Arrays::compareUnsigned);

  private final LayerTree below;
  private final UpperFiles files;
  private final IndexedFiles index;
  private final AtomicReference<@Nullable Open> lastRead = new AtomicReference<>();

  /** The real directories of layers. */
  @FunctionalInterface
  interface Lowers {
    /**
     * Returns what a mount has as the lower directory of a layer.
     *
     * @param layer 0 for the base
     */
    Path diff(int layer) throws IOException;
  }

  /** A file that is being read. */
  private record Open(OverlayNode node, FileChannel channel) {}

  /**
   * Makes the tree. It reads nothing yet.
   *
   * @param below the stack's tree, places included; the caller closes it, after this tree
   */
  OverlayTree(LayerTree below, ChangesDirectory changes, ChangesWriter writer, Lowers lowers) {
    this.below = below;
    this.files = new UpperFiles(changes, writer);
    this.index = new IndexedFiles(files, lowers);
  }

  @Override
  public TreeNode root() {
    try {
      UpperFile upper = files.file(UpperFiles.UPPER);
      Lower lower = new Lower(null, below.root()); // The kernel knows no opaque root.
      return new OverlayNode(this, null, below.root().name(), upper, lower);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    OverlayNode parent = directory(directory);
    UpperFile above = parent.upper();
    UpperFile file = above == null ? null : files.file(above.place().resolve(name));
    if (file != null) {
      return Optional.ofNullable(changed(parent, file));
    }
    Lower lower = childBelow(parent.lower(), name);
    return lower == null ? Optional.empty() : Optional.of(unchanged(parent, lower));
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    OverlayNode parent = directory(directory);
    Map<byte[], UpperFile> changes = changes(parent);
    List<TreeNode> children = new ArrayList<>();
    for (UpperFile file : changes.values()) {
      OverlayNode child = changed(parent, file);
      if (child != null) {
        children.add(child);
      }
    }
    Lower lower = parent.lower();
    if (lower != null) {
      for (TreeNode node : below.children(lower.node())) {
        if (!changes.containsKey(node.name())) {
          children.add(unchanged(parent, new Lower(lower, node)));
        }
      }
    }
    children.sort(BY_NAME);
    return children;
  }

  private Map<byte[], UpperFile> changes(OverlayNode directory) throws IOException {
    Map<byte[], UpperFile> changes = new TreeMap<>(Arrays::compareUnsigned);
    UpperFile above = directory.upper();
    if (above != null) {
      files.list(above.place()).forEach(file -> changes.put(file.place().name(), file));
    }
    return changes;
  }

  /** Returns what is changed or new; null if it is there only to hide what is below. */
  private @Nullable OverlayNode changed(OverlayNode parent, UpperFile file) throws IOException {
    boolean maybeFile = parent.upper() != null && parent.upper().hasFilesAsWhiteouts();
    if (file.stat().type() == null || file.isWhiteout(maybeFile)) {
      return null;
    }
    return new OverlayNode(this, parent, file.place().name(), file, seenThrough(parent, file));
  }

  /** Returns what is below of a changed file; null if nothing of it is seen. */
  private @Nullable Lower seenThrough(OverlayNode parent, UpperFile file) throws IOException {
    if (file.isOpaque() || !(file.isDirectory() || file.isWithoutData())) {
      return null;
    }
    Lower lower = origin(parent, file);
    return lower != null && lower.node().type() == file.stat().type() ? lower : null;
  }

  private @Nullable Lower origin(OverlayNode parent, UpperFile file) throws IOException {
    String redirect = file.redirect();
    if (redirect == null) {
      return childBelow(parent.lower(), file.place().name());
    }
    Lower at = redirect.startsWith("/") ? new Lower(null, below.root()) : parent.lower();
    for (String name : redirect.split("/", -1)) {
      at = name.isEmpty() ? at : childBelow(at, name.getBytes(StandardCharsets.ISO_8859_1));
    }
    return at;
  }

  private @Nullable Lower childBelow(@Nullable Lower directory, byte[] name) throws IOException {
    if (directory == null || directory.node().type() != NodeType.DIRECTORY) {
      return null;
    }
    return below.child(directory.node(), name).map(node -> new Lower(directory, node)).orElse(null);
  }

  /** Returns what is as it is below, unless it was changed through another of its names. */
  private OverlayNode unchanged(OverlayNode parent, Lower lower) throws IOException {
    TreeNode node = lower.node();
    boolean mayBeIndexed = node.type() != NodeType.DIRECTORY && node.linkCount() > 1;
    UpperFile indexed = mayBeIndexed ? index.find(lower) : null;
    Lower seen = indexed == null || indexed.isWithoutData() ? lower : null;
    return new OverlayNode(this, parent, node.name(), indexed, seen);
  }

  /** Returns whether all that is in a directory is as it is below; if in doubt, it is not. */
  boolean isUnchangedIn(OverlayNode directory) {
    try {
      UpperFile upper = directory.upper();
      return (upper == null || files.isEmpty(upper.place())) && index.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    OverlayNode node = own(file);
    UpperFile upper = node.upper();
    if (node.type() != NodeType.FILE) {
      throw new IllegalArgumentException("not a regular file: " + node.type());
    }
    if (upper == null || upper.isWithoutData()) {
      return readBelow(node, position, target);
    }
    return position >= upper.stat().size() ? -1 : read(node, upper, position, target);
  }

  private int readBelow(OverlayNode node, long position, ByteBuffer target) throws IOException {
    Lower lower = node.lower();
    if (lower == null) {
      throw new FileSystemException(
          node.path().toString(), null, "its contents are to be in a layer, and are not there");
    }
    return below.read(lower.node(), position, target);
  }

  /** Reads no further than the file was long when it was looked up, however it grows. */
  private int read(OverlayNode node, UpperFile upper, long position, ByteBuffer target)
      throws IOException {
    int limit = target.limit();
    long rest = upper.stat().size() - position;
    target.limit((int) Math.min(limit, target.position() + rest));
    try {
      FileChannel channel = channel(node, upper);
      int count = channel.read(target, position);
      keep(new Open(node, channel));
      return count;
    } finally {
      target.limit(limit);
    }
  }

  @SuppressWarnings("ReferenceEquality") // An equal node may be of another file of that name.
  private FileChannel channel(OverlayNode node, UpperFile upper) throws IOException {
    Open open = lastRead.getAndSet(null);
    if (open != null && open.node() == node) {
      return open.channel();
    }
    close(open);
    return files.open(upper);
  }

  private void keep(Open open) throws IOException {
    close(lastRead.getAndSet(open));
  }

  private static void close(@Nullable Open open) throws IOException {
    if (open != null) {
      open.channel().close();
    }
  }

  private OverlayNode own(TreeNode node) {
    if (node instanceof OverlayNode own && own.tree() == this) {
      return own;
    }
    throw new IllegalArgumentException("the node is of another tree");
  }

  private OverlayNode directory(TreeNode node) throws NotDirectoryException {
    OverlayNode directory = own(node);
    if (directory.type() != NodeType.DIRECTORY) {
      throw new NotDirectoryException(ByteNames.escape(node.name()));
    }
    return directory;
  }

  /**
   * Returns how many bytes the changes take: each file in the upper directory with its whole
   * length, once however many names it has, and a symbolic link with its target's.
   */
  long writtenBytes() throws IOException {
    return files.writtenBytes();
  }

  /** Closes what is open of the changes; the tree below is the caller's. */
  @Override
  public void close() throws IOException {
    close(lastRead.getAndSet(null));
  }
}
