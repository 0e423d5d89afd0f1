package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.CorruptStoreException;
import dev.lamina.Durability;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UpperPersistenceTest {
  private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());
  private final Path changes = fileSystem.getPath("/changes");
  private final Path log = changes.resolve("tree");
  private UpperTrees tree;

  private static FakeTree below() {
    return new FakeTree()
        .file("etc/passwd", "root")
        .xattr("etc/passwd", "user.note", new byte[] {1})
        .file("etc/group", "wheel")
        .file("usr/bin/tool", "#!tool")
        .hardLink("usr/bin/alias", "usr/bin/tool")
        .file("usr/lib/a", "a")
        .symlink("link", "etc/passwd")
        .device("dev", true, 7, 8)
        .directory("empty");
  }

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(changes);
    tree = UpperTrees.open(below(), changes);
  }

  @AfterEach
  void close() throws IOException {
    tree.tree().close();
    fileSystem.close();
  }

  private void reopen() throws IOException {
    tree.tree().close();
    tree = UpperTrees.open(below(), changes);
  }

  /** A step without contents. */
  @FunctionalInterface
  private interface Step {
    void make(UpperTrees tree) throws IOException;
  }

  private static final List<Step> STEPS =
      List.of(
          t -> t.mkdir("new"),
          t -> t.make("new/file", NodeType.FILE, ""),
          t -> t.make("new/link", NodeType.SYMLINK, "file"),
          t -> t.make("new/pipe", NodeType.FIFO, ""),
          t -> t.tree().change(t.node("etc/passwd"), UpperTrees.owner(4_000_000_000L, 7)),
          t ->
              t.tree()
                  .change(
                      t.node("etc/passwd"),
                      UpperTrees.xattr("user.x", Optional.of(new byte[] {65}))),
          t -> t.rename("usr", "new/usr"),
          t -> t.rename("new/usr/lib", "lib"),
          t -> t.link("new/usr/bin/tool", "third"),
          t -> t.unlink("new/usr/bin/alias"),
          t -> t.unlink("etc/group"),
          t -> t.chmod("dev", 0600),
          t -> t.rename("new", "empty"),
          t -> t.rename("lib/a", "empty/file"),
          t -> t.rmdir("lib"),
          t -> t.mkdir("lib"),
          t -> t.make("lib/x", NodeType.FILE, ""),
          t -> t.unlink("lib/x"));

  @Test
  void everyPrefixOfTheLog_isTheTreeAfterItsWholeSteps() throws IOException {
    List<Long> ends = new ArrayList<>(List.of(Files.size(log)));
    List<List<String>> listings = new ArrayList<>(List.of(tree.listing()));
    for (Step step : STEPS) {
      step.make(tree);
      ends.add(Files.size(log));
      listings.add(tree.listing());
    }
    byte[] all = Files.readAllBytes(log);

    int steps = 0;
    for (int length = Math.toIntExact(ends.get(0)); length <= all.length; length++) {
      while (steps + 1 < ends.size() && ends.get(steps + 1) <= length) {
        steps++;
      }
      Path copy = Files.createDirectory(fileSystem.getPath("/copy" + length));
      Files.write(copy.resolve("tree"), Arrays.copyOf(all, length));
      UpperTrees reopened = UpperTrees.open(below(), copy);
      assertThat(reopened.listing()).isEqualTo(listings.get(steps));
      reopened.mkdir("after");
      reopened.tree().close();
      reopened = UpperTrees.open(below(), copy);
      assertThat(reopened.has("after")).isTrue();
      reopened.tree().close();
    }
  }

  @Test
  void everyDamagedByte_isReportedOrTheTail() throws IOException {
    List<Long> ends = new ArrayList<>();
    for (Step step : STEPS) {
      step.make(tree);
      ends.add(Files.size(log));
    }
    byte[] all = Files.readAllBytes(log);
    long lastStart = ends.get(ends.size() - 2);

    for (int at = 0; at < all.length; at++) {
      byte[] damaged = all.clone();
      damaged[at] ^= 0x10;
      Path copy = Files.createDirectory(fileSystem.getPath("/damaged" + at));
      Files.write(copy.resolve("tree"), damaged);
      if (at < lastStart) {
        assertThatThrownBy(() -> UpperTrees.open(below(), copy))
            .isInstanceOf(CorruptStoreException.class);
        assertThat(Files.readAllBytes(copy.resolve("tree"))).isEqualTo(damaged);
      } else {
        UpperTrees.open(below(), copy).tree().close();
      }
    }
  }

  @Test
  void pageLostByPowerFailure_unforced_isCutAndForced_isReported() throws IOException {
    for (int i = 0; i < 100; i++) {
      tree.mkdir("d" + i);
    }
    byte[] all = Files.readAllBytes(log);
    Arrays.fill(all, 1024, 1536, (byte) 0);
    Path copy = Files.createDirectory(fileSystem.getPath("/copy"));
    Files.write(copy.resolve("tree"), all);

    UpperTrees reopened = UpperTrees.open(below(), copy);
    assertThat(reopened.has("d1")).isTrue();
    assertThat(reopened.has("d90")).isFalse();
    reopened.tree().close();
    tree.tree().force();
    byte[] forced = Files.readAllBytes(log);
    Arrays.fill(forced, 1024, 1536, (byte) 0);
    Files.write(copy.resolve("tree"), forced);
    assertThatThrownBy(() -> UpperTrees.open(below(), copy))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("more steps behind it");
  }

  @Test
  void newerVersion_isRefused() throws IOException {
    byte[] header = Files.readAllBytes(log);
    header[11] = 2;
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(header, 0, 12);
    ByteBuffer.wrap(header).putInt(12, (int) crc.getValue());
    Path copy = Files.createDirectory(fileSystem.getPath("/copy"));
    Files.write(copy.resolve("tree"), header);

    assertThatThrownBy(() -> UpperTrees.open(below(), copy))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("expected version 1, found version 2; use a newer Lamina");
  }

  @Test
  void otherLayers_areRefused() throws IOException {
    tree.chmod("etc/passwd", 0600);

    assertThatThrownBy(() -> UpperTrees.open(new FakeTree().file("x", ""), changes))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("not in the layers: etc/passwd");
  }

  @Test
  void contents_reopened_areThere() throws IOException {
    tree.write("new", "one");
    tree.append("etc/passwd", "+");
    tree.rename("etc", "e");
    tree.write("usr/bin/alias", "two");
    tree.write("usr/lib/a", "");
    List<String> before = tree.listing();

    reopen();
    assertThat(tree.listing()).isEqualTo(before);
    assertThat(tree.content("usr/bin/tool")).isEqualTo("two");
    assertThat(tree.tree().writtenBytes()).isEqualTo(3 + 5 + 3);
    tree.append("e/passwd", "+");
    assertThat(tree.content("e/passwd")).isEqualTo("root++");
  }

  @Test
  void killedProcess_losesNothing() throws IOException {
    WritableTree.OpenFile open = tree.tree().open(tree.make("new", NodeType.FILE, ""), true);
    open.write(ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8)), 0);
    tree.tree().open(tree.node("usr/lib/a"), true).truncate(0);
    WritableTree.OpenFile deleted = tree.tree().open(tree.node("etc/group"), true);
    deleted.truncate(1);
    tree.unlink("etc/group");
    List<String> before = tree.listing();

    UpperTrees other = UpperTrees.open(below(), changes);
    assertThat(other.listing()).isEqualTo(before);
    try (Stream<Path> files = Files.walk(changes.resolve("data"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
    other.tree().close();
  }

  @Test
  void lostContents_unforced_areEmpty_andForced_areReported() throws IOException {
    tree.write("new", "one");
    Files.delete(changes.resolve("data/01/1"));
    reopen();
    assertThat(tree.content("new")).isEmpty();

    tree.write("new", "one");
    tree.tree().force();
    Files.delete(changes.resolve("data/01/1"));
    assertThatThrownBy(() -> UpperTrees.open(below(), changes))
        .isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void log_grownOutOfDate_isReplaced() throws IOException {
    tree.tree().close();
    MountOptions options = MountOptions.of(Clock.systemUTC(), Durability.FULL);
    tree = new UpperTrees(UpperTree.open(below(), changes, options, 4096));
    for (Step step : STEPS) {
      step.make(tree);
    }
    for (int i = 0; i < 1000; i++) {
      tree.chmod("dev", 0600 + i % 8);
      tree.write("churn", "x" + i);
    }
    List<String> before = tree.listing();

    assertThat(Files.size(log)).isLessThan(12_000);
    reopen();
    assertThat(tree.listing()).isEqualTo(before);
    assertThat(Files.exists(changes.resolve("tree.new"))).isFalse();
  }

  @Test
  void fullDisk_leavesTheTreeAsItWas() throws IOException {
    FileSystem small =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(8192).build());
    Path directory = Files.createDirectory(small.getPath("/changes"));
    UpperTrees full = UpperTrees.open(below().file("big", new byte[20_000]), directory);
    List<String> before = full.listing();

    try (WritableTree.OpenFile open = full.tree().open(full.node("big"), true)) {
      assertThatThrownBy(() -> open.append(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }
    assertThat(full.listing()).isEqualTo(before);
    List<String> last = full.listing();
    boolean isFull = false;
    for (int i = 0; i < 1000 && !isFull; i++) {
      try {
        full.mkdir("directory-with-a-name" + i);
        last = full.listing();
      } catch (IOException e) {
        isFull = true;
      }
    }
    assertThat(isFull).isTrue();
    assertThat(full.listing()).isEqualTo(last);
    full.tree().close();
    full = UpperTrees.open(below().file("big", new byte[20_000]), directory);
    assertThat(full.listing()).isEqualTo(last);
    full.tree().close();
    small.close();
  }
}
