package dev.lamina.internal.layer;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TarBuilder;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TreeDifferenceTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private int count;

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private LayerSource layer(TarBuilder tar) throws IOException {
    return TarLayer.of(tar.build(), memory.getPath("/layer" + count++));
  }

  private static MergedTree tree(LayerSource... layers) {
    return new MergedTree(List.of(layers));
  }

  private static List<String> changes(LayerTree below, LayerTree above) throws IOException {
    return changes(below, above, new EngineComparison(false));
  }

  private static List<String> changes(LayerTree below, LayerTree above, NodeComparison comparison)
      throws IOException {
    TreeDifference walk = new TreeDifference(below, above, comparison);
    List<String> lines = new ArrayList<>();
    for (TreeChange change = walk.next(); change != null; change = walk.next()) {
      lines.add(change.kind().letter() + " /" + change.path());
    }
    return lines;
  }

  @Test
  void changes_ofEveryKind_areSortedWithTheirDirectories() throws IOException {
    LayerSource base =
        layer(
            tar()
                .directory("a")
                .directory("a/b")
                .file("a/b/deep", "1")
                .directory("gone")
                .file("gone/x", "1")
                .directory("same")
                .file("same/x", "1")
                .file("to-directory", "1")
                .directory("to-file")
                .file("to-file/x", "1"));
    LayerSource top =
        layer(
            tar()
                .file("a/b/deep", "22")
                .file("a-", "1")
                .whiteout("gone")
                .directory("new")
                .file("new/x", "1")
                .directory("to-directory")
                .file("to-directory/x", "1")
                .file("to-file", "2"));

    assertThat(changes(tree(base), tree(base, top)))
        .containsExactly(
            "C /a",
            "C /a/b",
            "C /a/b/deep",
            "A /a-",
            "D /gone",
            "A /new",
            "A /new/x",
            "C /to-directory",
            "A /to-directory/x",
            "C /to-file");
    assertThat(changes(tree(base, top), tree(base, top))).isEmpty();
    assertThat(changes(tree(base, top), tree(base))).hasSize(10).contains("A /gone/x", "D /a-");
  }

  private static TarBuilder file(String content, String modified) {
    return tar().file("f", content).modified(Instant.parse(modified));
  }

  /** What engines compare, and what they do not. */
  @ParameterizedTest
  @CsvSource({
    "xx, 2024-01-01T00:00:00.5Z, true",
    "y, 2024-01-01T00:00:00.5Z, false",
    "x, 2024-01-01T00:00:01.5Z, true",
    "x, 2024-01-01T00:00:00.6Z, true",
    "x, 2024-01-01T00:00:00Z, false",
    "x, 2023-12-31T23:59:59Z, true"
  })
  void file_differs_bySizeAndTimeOnly(String content, String modified, boolean differs)
      throws IOException {
    LayerSource below = layer(file("x", "2024-01-01T00:00:00.5Z"));

    List<String> changes = changes(tree(below), tree(layer(file(content, modified))));

    assertThat(changes).isEqualTo(differs ? List.of("C /f") : List.of());
  }

  @Test
  void attributes_thatCount_areModeOwnerAndCapabilities() throws IOException {
    byte[] value = {1};
    LayerSource below = layer(tar().directory("d").file("f", "x").symlink("l", "one"));

    for (TarBuilder same :
        List.of(
            tar().directory("d").modified(Instant.EPOCH).xattr("user.a", value),
            tar().file("f", "x").xattr("user.a", value))) {
      assertThat(changes(tree(below), tree(below, layer(same)))).isEmpty();
    }
    for (TarBuilder other :
        List.of(
            tar().file("f", "x").mode(0600),
            tar().file("f", "x").owner(1, 0),
            tar().file("f", "x").owner(0, 1),
            tar().file("f", "x").xattr("security.capability", value))) {
      assertThat(changes(tree(below), tree(below, layer(other)))).containsExactly("C /f");
    }
    assertThat(changes(tree(below), tree(below, layer(tar().directory("d").mode(0700)))))
        .containsExactly("C /d");
    assertThat(changes(tree(below), tree(below, layer(tar().symlink("l", "two")))))
        .containsExactly("C /l");
  }

  @Test
  void device_ofOtherNumber_differs() throws IOException {
    LayerSource below = layer(tar().characterDevice("null", 1, 3));

    assertThat(changes(tree(below), tree(layer(tar().characterDevice("null", 1, 5)))))
        .containsExactly("C /null");
    assertThat(changes(tree(below), tree(layer(tar().characterDevice("null", 1, 3))))).isEmpty();
  }

  @Test
  void file_writtenAnew_differsIfThatCounts() throws IOException {
    LayerSource below = layer(tar().file("f", "x").symlink("l", "f").directory("d"));
    LayerSource above = layer(tar().file("f", "y").symlink("l", "f").directory("d"));

    assertThat(changes(tree(below), tree(above), new EngineComparison(false))).isEmpty();
    assertThat(changes(tree(below), tree(above), new EngineComparison(true)))
        .containsExactly("C /f");
    assertThat(changes(tree(below), tree(below), new EngineComparison(true))).isEmpty();
  }

  @Test
  void root_isNeverTold() throws IOException {
    LayerSource below = layer(tar().directory("."));

    assertThat(changes(tree(below), tree(layer(tar().directory(".").mode(0700))))).isEmpty();
    assertThat(changes(tree(), tree(layer(tar().file("f", "x"))))).containsExactly("A /f");
  }

  @Test
  void directory_thatBothShare_isNotListed() throws IOException {
    TarBuilder files = tar().file("f", "x");
    for (int i = 0; i < 20; i++) {
      files = files.file("d" + i + "/e/f", "x");
    }
    LayerSource base = layer(files);
    LayerSource top = layer(tar().file("d7/e/f", "new").directory("d8"));
    CountingTree below = new CountingTree(tree(base));

    List<String> changes = changes(below, tree(base, top));

    assertThat(changes).containsExactly("C /d7", "C /d7/e", "C /d7/e/f");
    assertThat(below.listed).isEqualTo(3);
  }

  /** Counts the directories that are listed. */
  private static final class CountingTree implements LayerTree {
    private final LayerTree tree;
    private int listed;

    CountingTree(LayerTree tree) {
      this.tree = tree;
    }

    @Override
    public TreeNode root() {
      return tree.root();
    }

    @Override
    public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
      return tree.child(directory, name);
    }

    @Override
    public List<TreeNode> children(TreeNode directory) throws IOException {
      listed++;
      return tree.children(directory);
    }

    @Override
    public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
      return tree.read(file, position, target);
    }

    @Override
    public void close() throws IOException {
      tree.close();
    }
  }
}
