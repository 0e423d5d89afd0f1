package dev.lamina.engine;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TarBuilder;
import dev.lamina.internal.layer.EngineComparison;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.internal.layer.RecordingSink;
import dev.lamina.internal.layer.TarLayer;
import dev.lamina.internal.layer.TreeChange;
import dev.lamina.internal.layer.TreeDifference;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ContainerTreeTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private MergedTree image(TarBuilder tar) throws IOException {
    return new MergedTree(List.of(TarLayer.of(tar.build(), memory.getPath("/layer"))));
  }

  private static TreeNode node(LayerTree tree, String... names) throws IOException {
    TreeNode node = tree.root();
    for (String name : names) {
      node = tree.child(node, ByteNames.encode(name)).orElseThrow();
    }
    return node;
  }

  @Test
  void origin_isTheImagesWhereNothingWasMade() throws IOException {
    MergedTree image =
        image(tar().directory("dev").file("etc/hosts", "x").directory("etc/apt").directory("usr"));

    LayerTree container = ContainerTree.of(image, Instant.EPOCH);

    assertThat(node(container, "usr").origin()).isEqualTo(node(image, "usr").origin());
    assertThat(node(container, "etc", "apt").origin())
        .isEqualTo(node(image, "etc", "apt").origin());
    assertThat(node(container, "etc", "hosts").origin())
        .isEqualTo(node(image, "etc", "hosts").origin());
    for (String changed : List.of("dev", "etc")) {
      assertThat(node(container, changed).origin()).isNotEqualTo(node(image, changed).origin());
      assertThat(node(container, changed)).isEqualTo(node(container, changed));
      assertThat(container.children(container.root())).contains(node(container, changed));
    }
    assertThat(container.root().origin()).isNotEqualTo(image.root().origin());
  }

  @Test
  void origin_ofWhatWasMade_isTheSameInAllTreesOfAContainer() throws IOException {
    MergedTree image = image(tar().directory("dev").file("etc/hosts", "x").directory("usr"));
    LayerTree one = ContainerTree.of(image, Instant.EPOCH);
    LayerTree same = ContainerTree.of(image, Instant.EPOCH);
    LayerTree other = ContainerTree.of(image, Instant.EPOCH.plusSeconds(1));

    for (String name : List.of("dev", "etc", ".dockerenv", "proc")) {
      assertThat(node(one, name).origin()).isEqualTo(node(same, name).origin());
      assertThat(node(one, name).origin()).isNotEqualTo(node(other, name).origin());
    }
    assertThat(one.root().origin()).isEqualTo(same.root().origin());
    assertThat(one.root().origin()).isNotEqualTo(other.root().origin());
    assertThat(node(one, "proc").origin()).isNotEqualTo(node(one, "sys").origin());
  }

  @Test
  void changes_fromTheImage_areWhatEnginesMake() throws IOException {
    MergedTree image = image(tar().directory("dev").file("etc/hosts", "x").directory("usr"));

    TreeDifference walk =
        new TreeDifference(
            image, ContainerTree.of(image, Instant.EPOCH), new EngineComparison(true));

    List<String> lines = new ArrayList<>();
    for (TreeChange change = walk.next(); change != null; change = walk.next()) {
      lines.add(change.kind().letter() + " /" + change.path());
    }
    assertThat(lines)
        .containsExactly(
            "A /.dockerenv",
            "C /dev",
            "A /dev/console",
            "A /dev/pts",
            "A /dev/shm",
            "C /etc",
            "A /etc/hostname",
            "A /etc/mtab",
            "A /etc/resolv.conf",
            "A /proc",
            "A /sys");
  }

  @Test
  void writePlaces_tellsWhatWasMadeWithItsDirectories() throws IOException {
    MergedTree image =
        image(tar().directory("dev").file("etc/hosts", "x").directory("etc/apt").directory("usr"));
    RecordingSink sink = new RecordingSink();

    ContainerTree.of(image, Instant.ofEpochSecond(5)).writePlaces(sink);

    assertThat(sink.lines)
        .containsExactly(
            "directory",
            "file .dockerenv = ",
            "directory dev",
            "file dev/console = ",
            "directory dev/pts",
            "directory dev/shm",
            "directory etc",
            "file etc/hostname = ",
            "symlink etc/mtab",
            "file etc/resolv.conf = ",
            "directory proc",
            "directory sys");
    assertThat(sink.times).contains(TarBuilder.MODIFIED.getEpochSecond() * 1_000_000_000);
  }
}
