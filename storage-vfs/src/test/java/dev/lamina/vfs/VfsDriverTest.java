package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.TreeNode;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VfsDriverTest {
  private static final Digest DIFF_ID = Digest.parse("sha256:" + "a".repeat(64));

  private static final MountOptions OPTIONS = MountOptions.of(Clock.systemUTC(), Durability.FAST);

  private static final MountPlace NO_PLACE =
      () -> {
        throw new UnsupportedOperationException();
      };

  private final VfsDriver driver = new VfsDriver();
  private final FakeTree tree = new FakeTree().file("etc/motd", "hello");
  private final LayerStack stack = stack(tree);

  @Test
  void mount_ofAStack_showsItUntilClosed() throws IOException {
    Path motd;
    try (DriverMount mount = driver.mount(stack, NO_PLACE, OPTIONS)) {
      motd = mount.root().resolve("etc/motd");

      assertThat(mount.root()).hasToString("/");
      assertThat(Files.readString(motd)).isEqualTo("hello");
      assertThat(Files.getAttribute(motd, "layer:diffId")).isEqualTo(DIFF_ID.toString());
    }

    assertThat(tree.closes()).isEqualTo(1);
    assertThatThrownBy(() -> Files.size(motd)).isInstanceOf(ClosedFileSystemException.class);
  }

  @Test
  void driver_saysWhatItIs() {
    assertThat(driver.name()).isEqualTo("vfs");
    assertThat(driver.describe(stack)).isEmpty();
  }

  @Test
  void mountWritable_again_showsTheChangesUntilTheyAreDeleted(@TempDir Path disk)
      throws IOException {
    Path changes = Files.createDirectory(disk.resolve("changes"));
    try (WritableDriverMount mount = driver.mountWritable(stack(), changes, OPTIONS)) {
      Path motd = mount.root().resolve("etc/motd");
      Files.writeString(motd, "changed");
      mount.force();

      TreeNode root = mount.tree().root();
      TreeNode etc = mount.tree().child(root, "etc".getBytes()).orElseThrow();
      assertThat(mount.tree().children(etc)).hasSize(1);
      assertThat(mount.writtenBytes()).isEqualTo(7);
      assertThat(Files.getFileStore(motd).getUsableSpace()).isPositive();
      assertThat(motd.getFileSystem().isReadOnly()).isFalse();
    }

    try (DriverMount again = driver.mountWritable(stack(), changes, OPTIONS)) {
      assertThat(again.root().resolve("etc/motd")).hasContent("changed");
    }
    driver.delete(changes);
    driver.delete(changes);
    assertThat(changes).doesNotExist();
  }

  private static LayerStack stack() {
    return stack(new FakeTree().file("etc/motd", "hello"));
  }

  private static LayerStack stack(LayerTree tree) {
    return new LayerStack() {
      @Override
      public List<Digest> diffIds() {
        return List.of(DIFF_ID);
      }

      @Override
      public LayerTree tree() {
        return tree;
      }

      @Override
      public Path directory(int layer) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
