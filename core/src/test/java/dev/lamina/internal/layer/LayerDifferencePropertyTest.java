package dev.lamina.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.FileChange.Kind;
import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random stacks that share some of their layers: differences must be complete, and no more. */
final class LayerDifferencePropertyTest {
  private static final int STACKS = 400;

  /** Two stacks, and a place for one layer more. */
  private record Stacks(List<LayerSource> below, List<LayerSource> above, Path place) {
    static Stacks random(long seed, Path place) throws IOException {
      Random random = new Random(seed);
      List<LayerSource> below = new ArrayList<>();
      List<LayerSource> above = new ArrayList<>();
      int depth = 1 + random.nextInt(5);
      for (int i = 0; i < depth; i++) {
        RandomMembers members = new RandomMembers(random);
        members.run(random.nextInt(40));
        LayerSource layer = members.layer.source(place.resolve(seed + "-" + i), TestLayer.ARENA);
        int use = random.nextInt(6);
        if (use != 4) {
          below.add(layer);
        }
        if (use != 5) {
          above.add(layer);
        }
      }
      return new Stacks(below, above, place.resolve(seed + "-difference"));
    }
  }

  /** What is checked for two trees. */
  private interface Check {
    void of(Stacks stacks, LayerTree below, LayerTree above) throws IOException;
  }

  private static void forAll(Check check) throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      for (int seed = 0; seed < STACKS; seed++) {
        try {
          Stacks stacks = Stacks.random(seed, memory.getPath("/"));
          check.of(stacks, new MergedTree(stacks.below()), new MergedTree(stacks.above()));
        } catch (Throwable e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
  }

  private static byte[] layer(LayerTree below, LayerTree above) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LayerTarWriter tar = new LayerTarWriter(bytes);
    boolean unused = LayerDifference.write(below, above, tar, OptionalLong.empty());
    tar.finish();
    return bytes.toByteArray();
  }

  @Test
  void layer_onTheTreeBelow_isTheTreeAbove() throws IOException {
    forAll(
        (stacks, below, above) -> {
          byte[] difference = layer(below, above);

          List<LayerSource> layers = new ArrayList<>(stacks.below());
          layers.add(TarLayer.of(difference, stacks.place()));
          MergedTree again = new MergedTree(layers);

          assertThat(withoutRootTime(again)).isEqualTo(withoutRootTime(above));
          assertThat(layer(below, above)).isEqualTo(difference);
          assertThat(layer(above, above)).isEqualTo(new byte[1024]);
        });
  }

  private static List<String> withoutRootTime(LayerTree tree) throws IOException {
    List<String> lines = TreeLines.of(tree);
    lines.set(0, lines.get(0).replaceFirst("(\\d+:\\d+) -?\\d+", "$1"));
    return lines;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void changes_areWhatEveryPathSays(boolean rewrittenCounts) throws IOException {
    EngineComparison comparison = new EngineComparison(rewrittenCounts);
    forAll(
        (stacks, below, above) ->
            assertThat(told(new TreeDifference(below, above, comparison)))
                .isEqualTo(expected(nodes(below), nodes(above), comparison)));
  }

  private static List<String> told(TreeDifference difference) throws IOException {
    List<String> lines = new ArrayList<>();
    for (TreeChange change = difference.next(); change != null; change = difference.next()) {
      lines.add(line(change.kind(), change.path()));
    }
    return lines;
  }

  private static String line(Kind kind, EntryPath path) {
    return kind.letter() + " " + path;
  }

  private static Map<EntryPath, TreeNode> nodes(LayerTree tree) throws IOException {
    Map<EntryPath, TreeNode> nodes = new TreeMap<>();
    addNodes(tree, tree.root(), EntryPath.ROOT, nodes);
    return nodes;
  }

  private static void addNodes(
      LayerTree tree, TreeNode node, EntryPath path, Map<EntryPath, TreeNode> nodes)
      throws IOException {
    nodes.put(path, node);
    if (node.type() == NodeType.DIRECTORY) {
      for (TreeNode child : tree.children(node)) {
        addNodes(tree, child, path.resolve(child.name()), nodes);
      }
    }
  }

  /** Looks at every path, from the last to the first. */
  private static List<String> expected(
      Map<EntryPath, TreeNode> below, Map<EntryPath, TreeNode> above, NodeComparison comparison) {
    TreeSet<EntryPath> paths = new TreeSet<>(below.keySet());
    paths.addAll(above.keySet());
    paths.remove(EntryPath.ROOT);
    Set<EntryPath> parents = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (EntryPath path : paths.descendingSet()) {
      TreeNode before = below.get(path);
      TreeNode after = above.get(path);
      String line = "";
      if (after == null) {
        TreeNode parent = above.get(path.parent());
        line = isDirectory(parent) ? line(Kind.DELETED, path) : "";
      } else if (before == null) {
        line = line(Kind.ADDED, path);
      } else if (before.type() != after.type()
          || parents.contains(path)
          || !comparison.isSame(path, before, after)) {
        line = line(Kind.MODIFIED, path);
      }
      if (!line.isEmpty()) {
        lines.add(0, line);
        parents.add(path.parent());
      }
    }
    return lines;
  }

  private static boolean isDirectory(@Nullable TreeNode node) {
    return node != null && node.type() == NodeType.DIRECTORY;
  }
}
