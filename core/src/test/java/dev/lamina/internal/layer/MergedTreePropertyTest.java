package dev.lamina.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
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
      RandomMembers generator = new RandomMembers(random);
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
      for (byte[] name : RandomMembers.NAMES) {
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
