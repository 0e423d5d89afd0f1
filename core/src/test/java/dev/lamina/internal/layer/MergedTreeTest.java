package dev.lamina.internal.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TestImage;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MergedTreeTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private int count;

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private Path next() {
    return memory.getPath("/index-" + count++);
  }

  private MergedTree tree(TestLayer... layers) throws IOException {
    List<LayerSource> sources = new ArrayList<>();
    for (TestLayer layer : layers) {
      sources.add(layer.source(next()));
    }
    return new MergedTree(sources);
  }

  private static TestLayer layer() {
    return new TestLayer();
  }

  private static Optional<TreeNode> lookup(MergedTree tree, String path) throws IOException {
    Optional<TreeNode> node = Optional.of(tree.root());
    for (String name : path.split("/")) {
      if (node.isPresent()) {
        node = tree.child(node.get(), ByteNames.encode(name));
      }
    }
    return node;
  }

  private static TreeNode node(MergedTree tree, String path) throws IOException {
    return lookup(tree, path).orElseThrow();
  }

  private static List<String> names(MergedTree tree, TreeNode directory) throws IOException {
    return tree.children(directory).stream().map(child -> ByteNames.decode(child.name())).toList();
  }

  private static byte[] read(MergedTree tree, TreeNode file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
    int length = tree.read(file, 0, buffer);
    assertThat(length).isEqualTo(buffer.position());
    return buffer.array();
  }

  private static String text(MergedTree tree, String path) throws IOException {
    return new String(read(tree, node(tree, path)), StandardCharsets.UTF_8);
  }

  @Test
  void root_noLayers_isEmptyUnnamedDirectory() throws IOException {
    try (MergedTree tree = tree()) {
      assertThat(tree.children(tree.root())).isEmpty();
      assertThat(tree.child(tree.root(), new byte[] {'a'})).isEmpty();
      assertThat(tree.root().attributes()).isEqualTo(EntryAttributes.UNNAMED_DIRECTORY);
      assertThat(tree.root().layer()).isEqualTo(-1);
      assertThat(tree.root().fileId()).isPositive();
    }
  }

  @Test
  void children_emptyLayerOnTop_showsLower() throws IOException {
    try (MergedTree tree = tree(layer().file("a", "1"), layer())) {
      assertThat(names(tree, tree.root())).containsExactly("a");
      assertThat(tree.root().name()).isEmpty();
    }
  }

  @Test
  void child_whiteoutOfNothing_changesNothing() throws IOException {
    try (MergedTree tree = tree(layer().whiteout("x").file("a", "1"), layer().whiteout("d/y"))) {
      assertThat(names(tree, tree.root())).containsExactly("a", "d");
      assertThat(tree.children(node(tree, "d"))).isEmpty();
      assertThat(node(tree, "d").layer()).isEqualTo(-1);
    }
  }

  @Test
  void child_whiteoutBesideDirectory_hidesLowerContents() throws IOException {
    try (MergedTree tree =
        tree(
            layer().directory("d", 0700).file("d/old", "1"),
            layer().file("d/new", "2").whiteout("d"))) {
      assertThat(names(tree, node(tree, "d"))).containsExactly("new");
      assertThat(node(tree, "d").attributes()).isEqualTo(EntryAttributes.UNNAMED_DIRECTORY);
    }
  }

  @Test
  void child_opaqueUnnamedDirectory_isMadeAnew() throws IOException {
    try (MergedTree tree =
        tree(
            layer().directory("d", 0700).file("d/old", "1"),
            layer().file("d/new", "2").opaque("d"))) {
      assertThat(names(tree, node(tree, "d"))).containsExactly("new");
      assertThat(node(tree, "d").attributes()).isEqualTo(EntryAttributes.UNNAMED_DIRECTORY);
      assertThat(node(tree, "d").layer()).isEqualTo(-1);
    }
  }

  @Test
  void children_opaqueRoot_hidesAllLower() throws IOException {
    try (MergedTree tree =
        tree(layer().directory("", 0711).file("a", "1").file("b/c", "1"), layer().opaque(""))) {
      assertThat(tree.children(tree.root())).isEmpty();
      assertThat(lookup(tree, "b/c")).isEmpty();
      assertThat(tree.root().attributes().mode()).isEqualTo(0711);
    }
  }

  @Test
  void child_unnamedDirectoryOnTop_keepsLowerAttributes() throws IOException {
    try (MergedTree tree = tree(layer().directory("d", 0700), layer().file("d/f", "1"))) {
      assertThat(node(tree, "d").attributes().mode()).isEqualTo(0700);
      assertThat(node(tree, "d").layer()).isZero();
      assertThat(node(tree, "d/f").layer()).isEqualTo(1);
    }
  }

  @Test
  void child_typeChanges_topmostTypeOnly() throws IOException {
    try (MergedTree tree =
        tree(
            layer().file("d/x", "1").file("f", "1").symlink("s", "d"),
            layer().file("d", "now a file").file("f/y", "1").file("s/z", "1"),
            layer().file("d/w", "1"))) {
      assertThat(names(tree, node(tree, "d"))).containsExactly("w");
      assertThat(names(tree, node(tree, "f"))).containsExactly("y");
      assertThat(names(tree, node(tree, "s"))).containsExactly("z");
    }
  }

  @Test
  void child_namesThatDifferByCase_areTwo() throws IOException {
    try (MergedTree tree = tree(layer().file("Readme", "upper"), layer().file("readme", "lower"))) {
      assertThat(names(tree, tree.root())).containsExactly("Readme", "readme");
      assertThat(text(tree, "Readme")).isEqualTo("upper");
      assertThat(text(tree, "readme")).isEqualTo("lower");
    }
  }

  @Test
  void child_pathTwiceInOneLayer_lastWins() throws IOException {
    try (MergedTree tree = tree(layer().file("f", "1st, longer").file("f", "2nd"))) {
      assertThat(text(tree, "f")).isEqualTo("2nd");
    }
  }

  @Test
  void fileId_hardLinks_equalWithinTheirLayerOnly() throws IOException {
    TestLayer layer = layer().file("a", "1").link("d/b", "a").link("c", "d/b");
    try (MergedTree tree = tree(layer, layer().file("c", "2"), layer().file("x", "3"))) {
      TreeNode first = node(tree, "a");
      TreeNode second = node(tree, "d/b");
      assertThat(first.fileId()).isEqualTo(second.fileId());
      assertThat(first).isNotEqualTo(second);
      assertThat(second.linkCount()).isEqualTo(3);
      assertThat(node(tree, "c").fileId()).isNotEqualTo(first.fileId());
      assertThat(node(tree, "c").linkCount()).isEqualTo(1);
      assertThat(text(tree, "d/b")).isEqualTo("1");
    }
  }

  @Test
  void child_hardLinkToSymlink_isSymlink() throws IOException {
    try (MergedTree tree = tree(layer().symlink("s", "target").link("l", "s"))) {
      assertThat(node(tree, "l").type()).isEqualTo(NodeType.SYMLINK);
      assertThat(node(tree, "l").linkTarget()).asString().isEqualTo("target");
      assertThat(node(tree, "l").size()).isEqualTo(6);
    }
  }

  @Test
  void child_sameLayerTwice_unitesAsIfDifferent() throws IOException {
    LayerSource twice = layer().file("d/a", "1").source(next());
    LayerSource between = layer().whiteout("d").source(next());
    try (MergedTree tree = new MergedTree(List.of(twice, between, twice))) {
      assertThat(names(tree, node(tree, "d"))).containsExactly("a");
      assertThat(node(tree, "d/a").layer()).isEqualTo(2);
    }
  }

  @Test
  void children_fiveHundredLayers_unitesAll() throws IOException {
    TestLayer[] layers = new TestLayer[500];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = layer().file("d/f" + i, "x" + i).file("same", "s" + i);
      if (i % 2 == 1) {
        layers[i].whiteout("d/f" + (i - 1));
      }
    }
    try (MergedTree tree = tree(layers)) {
      assertThat(tree.children(node(tree, "d"))).hasSize(250);
      assertThat(text(tree, "same")).isEqualTo("s499");
      assertThat(text(tree, "d/f1")).isEqualTo("x1");
      assertThat(lookup(tree, "d/f498")).isEmpty();
    }
  }

  @Test
  void child_deepTree_foundLevelByLevel() throws IOException {
    String deep = "d/".repeat(2000) + "f";
    try (MergedTree tree = tree(layer().file(deep, "low"), layer().file(deep + "2", "high"))) {
      assertThat(text(tree, deep)).isEqualTo("low");
      assertThat(text(tree, deep + "2")).isEqualTo("high");
    }
  }

  @Test
  void child_device_hasNumbers() throws IOException {
    LayerEntry device =
        new LayerEntry.Device(TestLayer.path("null"), TestLayer.ATTRIBUTES, false, 1, 3);
    try (MergedTree tree = tree(layer().entry(device).link("zero", "null"))) {
      assertThat(node(tree, "zero").type()).isEqualTo(NodeType.CHARACTER_DEVICE);
      assertThat(node(tree, "zero").deviceMajor()).isEqualTo(1);
      assertThat(node(tree, "zero").deviceMinor()).isEqualTo(3);
    }
  }

  @Test
  void child_notADirectory_throws() throws IOException {
    try (MergedTree tree = tree(layer().file("f", "1"))) {
      TreeNode file = node(tree, "f");
      assertThatThrownBy(() -> tree.child(file, new byte[] {'x'}))
          .isInstanceOf(NotDirectoryException.class);
      assertThatThrownBy(() -> tree.read(tree.root(), 0, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void child_nodeOfAnotherTree_throws() throws IOException {
    try (MergedTree one = tree(layer());
        MergedTree two = tree(layer())) {
      assertThat(one.root()).isNotEqualTo(two.root());
      assertThatThrownBy(() -> one.children(two.root()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void read_partsOfAFile_asAChannelDoes() throws IOException {
    try (MergedTree tree = tree(layer().file("before", "xx").file("f", "0123456789abcdef"))) {
      TreeNode file = node(tree, "f");
      ByteBuffer buffer = ByteBuffer.allocate(12);
      buffer.position(1).limit(11);

      assertThat(tree.read(file, 3, buffer)).isEqualTo(10);
      assertThat(new String(buffer.array(), 1, 10, StandardCharsets.UTF_8)).isEqualTo("3456789abc");
      buffer.clear();
      assertThat(tree.read(file, 14, buffer)).isEqualTo(2);
      assertThat(buffer.limit()).isEqualTo(12);
      assertThat(tree.read(file, 16, buffer)).isEqualTo(-1);
      assertThat(tree.read(file, Long.MAX_VALUE, buffer)).isEqualTo(-1);
      assertThatThrownBy(() -> tree.read(file, -1, buffer))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void read_layerCut_throws() throws IOException {
    LayerIndex index = layer().file("f", "0123456789").index(next());
    LayerBytes cut = new TestLayer.MemoryBytes(new byte[515]);
    try (MergedTree tree =
        new MergedTree(List.of(new LayerSource(TestImage.sha256(new byte[0]), index, cut)))) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      assertThatThrownBy(() -> tree.read(node(tree, "f"), 0, buffer))
          .isInstanceOf(EOFException.class);
      assertThat(buffer.limit()).isEqualTo(100);
    }
  }

  @Test
  void read_sparseFiles_holesAreZeros() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      int segments = random.nextInt(5);
      long[] offsets = new long[segments];
      byte[][] parts = new byte[segments][];
      byte[] expected = new byte[9000];
      int end = 0;
      for (int i = 0; i < segments; i++) {
        end += random.nextInt(3) * random.nextInt(900);
        parts[i] = new byte[random.nextInt(3) * random.nextInt(400)];
        random.nextBytes(parts[i]);
        offsets[i] = end;
        System.arraycopy(parts[i], 0, expected, end, parts[i].length);
        end += parts[i].length;
      }
      int size = end + random.nextInt(2) * random.nextInt(expected.length - end);
      try (MergedTree tree = tree(layer().sparse("s", size, offsets, parts).link("l", "s"))) {
        TreeNode file = node(tree, "l");
        assertThat(file.size()).isEqualTo(size);
        for (int i = 0; i < 20 && size > 0; i++) {
          int position = random.nextInt(size);
          ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(3000));
          Arrays.fill(buffer.array(), (byte) 0x55);
          int length = Math.min(buffer.capacity(), size - position);
          assertThat(tree.read(file, position, buffer)).as("round %s", round).isEqualTo(length);
          assertThat(Arrays.copyOf(buffer.array(), length))
              .as("round %s", round)
              .isEqualTo(Arrays.copyOfRange(expected, position, position + length));
        }
      }
    }
  }

  @Test
  void close_thenUse_throwsAndSourcesAreClosed() throws IOException {
    LayerSource source = layer().file("f", "1").source(next());
    MergedTree tree = new MergedTree(List.of(source, source));
    TreeNode root = tree.root();
    TreeNode file = node(tree, "f");

    tree.close();
    tree.close();

    assertThat(((TestLayer.MemoryBytes) source.bytes()).isClosed).isTrue();
    assertThatThrownBy(() -> tree.children(root)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> tree.child(root, new byte[] {'f'}))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> tree.read(file, 0, ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }
}
