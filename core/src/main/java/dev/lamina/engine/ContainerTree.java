package dev.lamina.engine;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container's files: its image's, and the places that engines make in each container, so that
 * something can be mounted there, unless the image has something there already.
 */
final class ContainerTree implements LayerTree {
  /** What engines make, each after what it is in. */
  private static final List<Place> PLACES =
      List.of(
          new Place(List.of(".dockerenv"), NodeType.FILE, ""),
          new Place(List.of("dev", "console"), NodeType.FILE, ""),
          new Place(List.of("dev", "pts"), NodeType.DIRECTORY, ""),
          new Place(List.of("dev", "shm"), NodeType.DIRECTORY, ""),
          new Place(List.of("etc", "hostname"), NodeType.FILE, ""),
          new Place(List.of("etc", "hosts"), NodeType.FILE, ""),
          new Place(List.of("etc", "mtab"), NodeType.SYMLINK, "/proc/mounts"),
          new Place(List.of("etc", "resolv.conf"), NodeType.FILE, ""),
          new Place(List.of("proc"), NodeType.DIRECTORY, ""),
          new Place(List.of("sys"), NodeType.DIRECTORY, ""));

  private static final InputStream EMPTY = InputStream.nullInputStream();
  private static final int MODE = 0755;
  private static final int LINK_MODE = 0777;

  private final LayerTree image;
  private final long modifiedNanos;
  private final Map<TreeNode, List<TreeNode>> added = new HashMap<>();
  private final Set<TreeNode> changed = new HashSet<>();
  private long nextId = Long.MAX_VALUE;

  private ContainerTree(LayerTree image, long modifiedNanos) {
    this.image = image;
    this.modifiedNanos = modifiedNanos;
  }

  /** Something that engines make. */
  private record Place(List<String> path, NodeType type, String target) {}

  /**
   * Returns the files of a container.
   *
   * @param created when it was created, which is the time of what engines make
   */
  static ContainerTree of(LayerTree image, Instant created) throws IOException {
    ContainerTree tree = new ContainerTree(image, EntryAttributes.nanos(created));
    for (Place place : PLACES) {
      tree.make(place);
    }
    return tree;
  }

  private void make(Place place) throws IOException {
    TreeNode directory = image.root();
    List<TreeNode> way = new ArrayList<>();
    List<String> names = place.path();
    for (int i = 0; i < names.size() && directory.type() == NodeType.DIRECTORY; i++) {
      byte[] name = names.get(i).getBytes(StandardCharsets.US_ASCII);
      boolean last = i == names.size() - 1;
      way.add(directory);
      Optional<TreeNode> found = find(directory, name);
      if (found.isPresent()) {
        directory = found.get();
      } else {
        changed.addAll(way);
        directory =
            add(directory, name, last ? place : new Place(List.of(), NodeType.DIRECTORY, ""));
      }
    }
  }

  private TreeNode add(TreeNode directory, byte[] name, Place place) {
    int mode = place.type() == NodeType.SYMLINK ? LINK_MODE : MODE;
    TreeNode node =
        new Made(
            place.type(),
            name,
            new EntryAttributes(mode, 0, 0, modifiedNanos, Map.of()),
            place.target().getBytes(StandardCharsets.US_ASCII),
            nextId--);
    added.computeIfAbsent(directory, key -> new ArrayList<>()).add(node);
    return node;
  }

  @Override
  public TreeNode root() {
    return shown(image.root());
  }

  /** Returns a node that is told apart from the image's if it holds what the image has not. */
  private TreeNode shown(TreeNode node) {
    return !(node instanceof Made) && changed.contains(node) ? new Changed(this, node) : node;
  }

  /** Writes what engines make, sorted by path, with the directories that it is in. */
  void writePlaces(LayerSink sink) throws IOException {
    if (!added.isEmpty()) {
      write(root(), EntryPath.ROOT, sink);
    }
  }

  private void write(TreeNode node, EntryPath path, LayerSink sink) throws IOException {
    switch (node.type()) {
      case FILE -> sink.add(new LayerEntry.File(path, node.attributes(), 0), EMPTY);
      case SYMLINK -> sink.add(new LayerEntry.Symlink(path, node.attributes(), node.linkTarget()));
      case DIRECTORY -> {
        sink.add(new LayerEntry.Directory(path, node.attributes()));
        for (TreeNode child : children(node)) {
          if (child instanceof Made || child instanceof Changed) {
            write(child, path.resolve(child.name()), sink);
          }
        }
      }
      default -> throw new AssertionError("engines make no " + node.type());
    }
  }

  private static TreeNode own(TreeNode node) {
    return node instanceof Changed other ? other.image() : node;
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    return find(own(directory), name).map(this::shown);
  }

  private Optional<TreeNode> find(TreeNode directory, byte[] name) throws IOException {
    for (TreeNode node : added.getOrDefault(directory, List.of())) {
      if (Arrays.equals(node.name(), name)) {
        return Optional.of(node);
      }
    }
    return directory instanceof Made ? Optional.empty() : image.child(directory, name);
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    return list(own(directory)).stream().map(this::shown).toList();
  }

  private List<TreeNode> list(TreeNode directory) throws IOException {
    List<TreeNode> more = added.getOrDefault(directory, List.of());
    if (directory instanceof Made) {
      return sorted(more);
    }
    if (more.isEmpty()) {
      return image.children(directory);
    }
    List<TreeNode> all = new ArrayList<>(image.children(directory));
    all.addAll(more);
    return sorted(all);
  }

  private static List<TreeNode> sorted(List<TreeNode> nodes) {
    return nodes.stream()
        .sorted(Comparator.comparing(TreeNode::name, Arrays::compareUnsigned))
        .toList();
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    return file instanceof Made ? -1 : image.read(file, position, target);
  }

  @Override
  public void close() throws IOException {
    image.close();
  }

  /**
   * What is alike in all trees of a container: places of one name, since no name is made twice, or
   * what was made in a directory of the image, since that depends on the directory only.
   *
   * @param where the directory's origin, or the place's name
   */
  private record Origin(Object where, long modifiedNanos) {}

  /** A directory of the image that, in this tree, holds more than in the image's. */
  private record Changed(ContainerTree tree, TreeNode image) implements TreeNode {
    @Override
    public NodeType type() {
      return image.type();
    }

    @Override
    public byte[] name() {
      return image.name();
    }

    @Override
    public EntryAttributes attributes() {
      return image.attributes();
    }

    @Override
    public long size() {
      return image.size();
    }

    @Override
    public byte[] linkTarget() {
      return image.linkTarget();
    }

    @Override
    public int deviceMajor() {
      return image.deviceMajor();
    }

    @Override
    public int deviceMinor() {
      return image.deviceMinor();
    }

    @Override
    public int linkCount() {
      return image.linkCount();
    }

    @Override
    public long fileId() {
      return image.fileId();
    }

    @Override
    public int layer() {
      return image.layer();
    }

    @Override
    public Object origin() {
      return new Origin(image.origin(), tree.modifiedNanos);
    }
  }

  /** A node that no layer has; no two are equal. */
  private static final class Made implements TreeNode {
    private final NodeType type;
    private final byte[] name;
    private final EntryAttributes attributes;
    private final byte[] target;
    private final long id;

    Made(NodeType type, byte[] name, EntryAttributes attributes, byte[] target, long id) {
      this.type = type;
      this.name = name;
      this.attributes = attributes;
      this.target = target;
      this.id = id;
    }

    @Override
    public NodeType type() {
      return type;
    }

    @Override
    public byte[] name() {
      return name;
    }

    @Override
    public EntryAttributes attributes() {
      return attributes;
    }

    @Override
    public long size() {
      return target.length;
    }

    @Override
    public byte[] linkTarget() {
      return target;
    }

    @Override
    public int deviceMajor() {
      return 0;
    }

    @Override
    public int deviceMinor() {
      return 0;
    }

    @Override
    public int linkCount() {
      return 1;
    }

    @Override
    public long fileId() {
      return id;
    }

    @Override
    public int layer() {
      return -1;
    }

    @Override
    public Object origin() {
      return new Origin(ByteNames.decode(name), attributes.modifiedNanos());
    }
  }
}
