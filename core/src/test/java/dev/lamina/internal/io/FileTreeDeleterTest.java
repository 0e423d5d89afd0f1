package dev.lamina.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.faults.Faults;
import dev.lamina.faults.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeDeleterTest {
  @TempDir Path dir;

  @Test
  void delete_missing_doesNothing() throws IOException {
    FileTreeDeleter.delete(dir.resolve("none"));

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void delete_treeWithLinks_leavesTheirTargets() throws IOException {
    Path kept = Files.createDirectory(dir.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path tree = Files.createDirectories(dir.resolve("tree/a/b")).getParent().getParent();
    Files.createSymbolicLink(tree.resolve("a/link"), kept);
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
    Files.writeString(tree.resolve("a/b/file"), "x");

    FileTreeDeleter.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("x");
  }

  @Test
  void delete_linkToDirectory_removesTheLink() throws IOException {
    Path kept = Files.createDirectory(dir.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path link = Files.createSymbolicLink(dir.resolve("link"), kept);

    FileTreeDeleter.delete(link);

    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(kept.resolve("file")).hasContent("x");
  }

  @Test
  void delete_moreDirectoriesThanABatch_deletesAll() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path tree = Files.createDirectory(memory.getPath("/tree"));
      for (int i = 0; i < 2500; i++) {
        Files.writeString(Files.createDirectory(tree.resolve("d" + i)).resolve("f"), "x");
      }

      FileTreeDeleter.delete(tree);

      assertThat(Files.exists(tree)).isFalse();
    }
  }

  @Test
  void delete_deepTree_needsNoDeepStack() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path tree = memory.getPath("/tree");
      Files.createDirectories(tree.resolve("d/".repeat(2000)));

      FileTreeDeleter.delete(tree);

      assertThat(Files.exists(tree)).isFalse();
    }
  }

  @Test
  void delete_directoryClosedToItsOwner_opensIt() throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(dir).supportsFileAttributeView("posix"), "no modes");
    Path closed = Files.createDirectories(dir.resolve("tree/closed"));
    Files.writeString(closed.resolve("file"), "x");
    Files.setPosixFilePermissions(closed, java.util.Set.of());

    FileTreeDeleter.delete(dir.resolve("tree"));

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void delete_failingCall_isReportedAndCanBeRepeated() throws IOException {
    boolean isDone = false;
    for (int n = 1; !isDone; n++) {
      Path tree = Files.createDirectories(dir.resolve("tree/a")).getParent();
      Files.writeString(tree.resolve("a/file"), "x");
      Faults faults = Faults.at(n, Faults.Effect.FAIL);
      Path faulty = FaultyFileSystem.over(tree, faults);

      boolean failed = false;
      try {
        FileTreeDeleter.delete(faulty);
      } catch (IOException e) {
        failed = true;
        FileTreeDeleter.delete(tree);
      }

      assertThat(tree).as(faults + ", failed: " + failed).doesNotExist();
      isDone = !faults.happened();
      assertThat(n).isLessThan(100);
    }
  }

  @Test
  void delete_otherDeviceInside_isRefused() throws IOException {
    Path shm = Path.of("/dev/shm");
    Path dev = Path.of("/dev");
    Assumptions.assumeTrue(Files.isDirectory(shm), "no /dev/shm");
    Assumptions.assumeFalse(
        Files.getAttribute(shm, "unix:dev").equals(Files.getAttribute(dev, "unix:dev")),
        "/dev/shm is not mounted");

    // Nothing here can be deleted by accident: the directory that is asked for does not exist below
    // the mount, and its device is looked at before its content.
    assertThatThrownBy(() -> FileTreeDeleter.requireSameDevice(dev, shm))
        .hasMessageContaining("something is mounted there");
  }
}
