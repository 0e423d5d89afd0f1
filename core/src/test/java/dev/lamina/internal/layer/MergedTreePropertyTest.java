package dev.lamina.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random stacks of random layers: the union must be what applying them one by one gives. */
final class MergedTreePropertyTest {
  private static final byte[][] NAMES = {
    {'a'}, {'b'}, {'A'}, {'a', '-'}, {'a', '!'}, {(byte) 0xff}, {'a', (byte) 0x80}, {'.', 'z'}
  };

  @TempDir Path directory;

  @Test
  void walk_randomStacks_equalsLayersAppliedOneByOne() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      for (int seed = 0; seed < 400; seed++) {
        Path place = seed % 10 == 0 ? directory : memory.getPath("/");
        try {
          check(seed, place);
        } catch (Throwable e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
  }

  private static void check(long seed, Path place) throws IOException {
    Random random = new Random(seed);
    ModelTree model = new ModelTree();
    List<LayerSource> layers = new ArrayList<>();
    int depth = 1 + random.nextInt(7);
    for (int i = 0; i < depth; i++) {
      Generator generator = new Generator(random);
      generator.run(random.nextInt(40));
      int arena = 1 + random.nextInt(random.nextBoolean() ? 200 : 4000);
      layers.add(generator.layer.source(place.resolve(seed + "-" + i), arena));
      model.apply(generator.entries, generator.contents);
    }

    try (MergedTree tree = new MergedTree(layers)) {
      Comparison comparison = new Comparison(tree, model);
      comparison.walk(EntryPath.ROOT, tree.root());
      assertThat(comparison.seen).isEqualTo(model.paths());
    }
  }

  /** Makes members that may stand in one layer, and often in one another's way across layers. */
  private static final class Generator {
    final TestLayer layer = new TestLayer();
    final List<LayerEntry> entries = new ArrayList<>();
    final Map<EntryPath, byte[]> contents = new HashMap<>();
    private final Map<EntryPath, Integer> kinds = new HashMap<>();
    private final Set<EntryPath> directories = new HashSet<>();
    private final Set<EntryPath> linked = new HashSet<>();
    private final Random random;

    Generator(Random random) {
      this.random = random;
    }

    void run(int count) {
      for (int i = 0; i < count; i++) {
        EntryPath path = randomPath();
        int kind = kinds.getOrDefault(path, random.nextInt(5));
        switch (random.nextInt(10)) {
          case 0 -> whiteout(path);
          case 1 -> opaque(path);
          default -> member(path, kind);
        }
      }
    }

    private EntryPath randomPath() {
      EntryPath path = EntryPath.ROOT;
      for (int depth = random.nextInt(5); depth > 0; depth--) {
        path = path.resolve(NAMES[random.nextInt(random.nextInt(NAMES.length) + 1)]);
      }
      return path;
    }

    private boolean parentsCanBeDirectories(EntryPath path) {
      for (EntryPath at = path; !at.isRoot(); ) {
        at = at.parent();
        if (kinds.getOrDefault(at, 0) != 0) {
          return false;
        }
      }
      return true;
    }

    private void addParents(EntryPath path) {
      for (EntryPath at = path; !at.isRoot(); ) {
        at = at.parent();
        directories.add(at);
      }
    }

    private void whiteout(EntryPath path) {
      if (!path.isRoot() && parentsCanBeDirectories(path)) {
        add(new LayerEntry.Whiteout(path));
      }
    }

    private void opaque(EntryPath path) {
      if (kinds.getOrDefault(path, 0) == 0 && parentsCanBeDirectories(path)) {
        directories.add(path);
        add(new LayerEntry.Opaque(path));
      }
    }

    private void add(LayerEntry entry) {
      addParents(entry.path());
      entries.add(entry);
      layer.entry(entry);
    }

    private void member(EntryPath path, int kind) {
      if (!parentsCanBeDirectories(path)
          || linked.contains(path)
          || (kind != 0 && (path.isRoot() || directories.contains(path)))) {
        return;
      }
      switch (kind) {
        case 0 -> add(new LayerEntry.Directory(path, attributes()));
        case 1 -> file(path);
        case 2 -> add(new LayerEntry.Symlink(path, attributes(), bytes(5)));
        case 3 -> add(new LayerEntry.Fifo(path, attributes()));
        default -> {
          if (!link(path)) {
            return;
          }
        }
      }
      kinds.put(path, kind);
    }

    private void file(EntryPath path) {
      byte[] content = bytes(40);
      contents.put(path, content);
      addParents(path);
      EntryAttributes attributes = attributes();
      entries.add(new LayerEntry.File(path, attributes, content.length));
      layer.file(path, attributes, content);
    }

    private boolean link(EntryPath path) {
      List<EntryPath> targets = new ArrayList<>();
      kinds.forEach(
          (target, kind) -> {
            if (kind != 0 && !target.equals(path)) {
              targets.add(target);
            }
          });
      if (targets.isEmpty()) {
        return false;
      }
      targets.sort(null);
      EntryPath target = targets.get(random.nextInt(targets.size()));
      linked.add(target);
      add(new LayerEntry.HardLink(path, target));
      return true;
    }

    private byte[] bytes(int limit) {
      byte[] bytes = new byte[random.nextInt(limit)];
      random.nextBytes(bytes);
      return bytes;
    }

    private EntryAttributes attributes() {
      Map<String, byte[]> xattrs =
          random.nextInt(4) > 0 ? Map.of() : Map.of("user.a", bytes(3), "user.b\udc80", bytes(3));
      return new EntryAttributes(
          random.nextInt(010000),
          random.nextLong(0xffff_ffffL),
          random.nextLong(0xffff_ffffL),
          random.nextLong(),
          xattrs);
    }
  }

  /** Walks a tree and its model side by side. */
  private static final class Comparison {
    final Set<EntryPath> seen = new HashSet<>();
    private final Map<Object, Long> ids = new HashMap<>();
    private final Map<Long, Object> identities = new HashMap<>();
    private final MergedTree tree;
    private final ModelTree model;

    Comparison(MergedTree tree, ModelTree model) {
      this.tree = tree;
      this.model = model;
    }

    void walk(EntryPath path, TreeNode node) throws IOException {
      seen.add(path);
      compare(path, node);
      if (node.type() != NodeType.DIRECTORY) {
        return;
      }
      List<EntryPath> expected = model.children(path);
      List<TreeNode> children = tree.children(node);
      assertThat(children.stream().map(child -> path.resolve(child.name())))
          .as("children of %s", path)
          .containsExactlyElementsOf(expected);
      for (TreeNode child : children) {
        assertThat(tree.child(node, child.name())).get().isEqualTo(child);
        walk(path.resolve(child.name()), child);
        walk(path.resolve(child.name()), tree.child(node, child.name()).orElseThrow());
      }
      for (byte[] name : NAMES) {
        boolean exists = expected.contains(path.resolve(name));
        assertThat(tree.child(node, name).isPresent()).isEqualTo(exists);
      }
    }

    private void compare(EntryPath path, TreeNode node) throws IOException {
      ModelTree.Node expected = model.node(path);
      assertThat(node.type()).as("type of %s", path).isEqualTo(expected.type());
      assertThat(node.layer()).as("layer of %s", path).isEqualTo(expected.layer());
      assertThat(node.linkCount()).as("links of %s", path).isEqualTo(model.linkCount(path));
      assertThat(describe(node.attributes()))
          .as("attributes of %s", path)
          .isEqualTo(describe(expected.attributes()));
      assertThat(content(node)).as("content of %s", path).isEqualTo(expected.content());
      assertThat(node.fileId()).isPositive();
      assertThat(node.fileId())
          .isEqualTo(ids.computeIfAbsent(expected.identity(), key -> node.fileId()));
      assertThat(expected.identity())
          .isSameAs(identities.computeIfAbsent(node.fileId(), key -> expected.identity()));
    }

    private static String describe(EntryAttributes attributes) {
      Map<String, String> xattrs = new TreeMap<>();
      attributes.xattrs().forEach((name, value) -> xattrs.put(name, Arrays.toString(value)));
      return String.join(
          " ",
          Integer.toOctalString(attributes.mode()),
          Long.toString(attributes.uid()),
          Long.toString(attributes.gid()),
          Long.toString(attributes.modifiedNanos()),
          xattrs.toString());
    }

    private byte[] content(TreeNode node) throws IOException {
      if (node.type() != NodeType.FILE) {
        assertThat(node.size()).isEqualTo(node.linkTarget().length);
        return node.linkTarget();
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) node.size());
      int count = tree.read(node, 0, buffer);
      assertThat(count).isEqualTo(node.size() == 0 ? -1 : (int) node.size());
      return buffer.array();
    }
  }
}
