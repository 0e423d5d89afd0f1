package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UpperTreeTest {
  private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.windows());
  private final Path changes = fileSystem.getPath("C:\\changes");
  private final FakeTree below =
      new FakeTree()
          .file("etc/passwd", "root")
          .file("etc/group", "wheel")
          .file("usr/bin/tool", "#!tool")
          .hardLink("usr/bin/alias", "usr/bin/tool")
          .file("usr/lib/a", "a")
          .file("usr/lib/b", "b")
          .symlink("link", "etc/passwd")
          .directory("empty");
  private UpperTrees tree;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectory(changes);
    tree = UpperTrees.open(below, changes);
  }

  @AfterEach
  void close() throws IOException {
    tree.tree().close();
    fileSystem.close();
  }

  private static void assertRefused(ThrowingCallable action, Errno errno) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private List<String> dataFiles() throws IOException {
    if (!Files.exists(changes.resolve("data"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(changes.resolve("data"))) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  void untouched_showsWhatIsBelow() throws IOException {
    assertThat(tree.content("etc/passwd")).isEqualTo("root");
    assertThat(tree.node("etc").layer()).isZero();
    assertThat(tree.node("etc").origin()).isInstanceOf(below.root().getClass());
    assertThat(tree.tree().writtenBytes()).isZero();
  }

  @Test
  void write_lowerFile_copiesItOnceAndLeavesTheTreeBelow() throws IOException {
    tree.append("etc/passwd", "+1");
    tree.append("etc/passwd", "+2");

    assertThat(tree.content("etc/passwd")).isEqualTo("root+1+2");
    assertThat(tree.node("etc/passwd").size()).isEqualTo(8);
    assertThat(tree.node("etc/passwd").layer()).isEqualTo(-1);
    assertThat(tree.names("etc")).containsExactly("group", "passwd");
    assertThat(dataFiles()).hasSize(1);
    assertThat(tree.tree().writtenBytes()).isEqualTo(8);
  }

  @Test
  void open_toChangeButUnchanged_copiesNoContents() throws IOException {
    tree.tree().open(tree.node("etc/passwd"), true).close();

    assertThat(tree.node("etc/passwd").origin()).isNotInstanceOf(UpperInode.class);
    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void unlink_lowerAndNewFiles_goesAndStaysGone() throws IOException {
    tree.write("etc/new", "x");
    tree.unlink("etc/new");
    tree.unlink("etc/passwd");
    tree.unlink("etc/group");

    assertThat(tree.names("etc")).isEmpty();
    assertThat(dataFiles()).isEmpty();
    tree.rmdir("etc");
    assertThat(tree.has("etc")).isFalse();
  }

  @Test
  void mkdir_overDeletedDirectory_showsNothingOfIt() throws IOException {
    tree.unlink("usr/lib/a");
    tree.unlink("usr/lib/b");
    tree.rmdir("usr/lib");
    tree.mkdir("usr/lib");

    assertThat(tree.names("usr/lib")).isEmpty();
    assertThat(tree.node("usr/lib").origin()).isInstanceOf(UpperInode.class);
  }

  @Test
  void rename_lowerDirectory_movesAllBelowWithoutCopies() throws IOException {
    long id = tree.node("usr").fileId();
    TreeNode tool = tree.node("usr/bin/tool");
    tree.rename("usr", "etc/usr2");
    tree.append("etc/usr2/lib/a", "!");
    tree.rename("etc/usr2/lib", "lib");
    tree.rename("etc", "empty");

    assertThat(tree.names("")).containsExactly("empty", "lib", "link");
    assertThat(tree.content("lib/a")).isEqualTo("a!");
    assertThat(tree.content("lib/b")).isEqualTo("b");
    assertThat(tree.content("empty/usr2/bin/tool")).isEqualTo("#!tool");
    assertThat(tree.node("empty/usr2").fileId()).isEqualTo(id);
    assertThat(tool.attributes()).isEqualTo(tree.node("empty/usr2/bin/tool").attributes());
    assertThat(tree.tree().parent(tree.node("empty/usr2"))).isEqualTo(tree.node("empty"));
    assertThat(tree.tree().parent(tree.node("empty/usr2/bin"))).isEqualTo(tree.node("empty/usr2"));
    assertThat(tree.tree().parent(tree.tree().root())).isEqualTo(tree.tree().root());
    assertThat(dataFiles()).hasSize(1);
  }

  @Test
  void rename_refusals() {
    assertRefused(() -> tree.rename("nothing", "x"), Errno.ENOENT);
    assertRefused(() -> tree.rename("usr", "usr/lib/x"), Errno.EINVAL);
    assertRefused(() -> tree.rename("usr", "usr/x"), Errno.EINVAL);
    assertRefused(() -> tree.rename("etc/passwd", "empty"), Errno.EISDIR);
    assertRefused(() -> tree.rename("empty", "etc/passwd"), Errno.ENOTDIR);
    assertRefused(() -> tree.rename("empty", "etc"), Errno.ENOTEMPTY);
    assertRefused(() -> tree.rename("empty", "x".repeat(256)), Errno.ENAMETOOLONG);
  }

  @Test
  void otherSteps_refusals() throws IOException {
    tree.write("etc/new", "");

    assertRefused(() -> tree.mkdir("etc"), Errno.EEXIST);
    assertRefused(() -> tree.mkdir("x".repeat(256)), Errno.ENAMETOOLONG);
    assertRefused(() -> tree.mkdir("link/x"), Errno.ENOTDIR);
    assertRefused(() -> tree.unlink("etc"), Errno.EISDIR);
    assertRefused(() -> tree.unlink("nothing"), Errno.ENOENT);
    assertRefused(() -> tree.rmdir("etc"), Errno.ENOTEMPTY);
    assertRefused(() -> tree.rmdir("etc/passwd"), Errno.ENOTDIR);
    assertRefused(() -> tree.rmdir("etc/nothing"), Errno.ENOENT);
    assertRefused(() -> tree.link("etc", "x"), Errno.EPERM);
    assertRefused(() -> tree.link("etc/passwd", "etc/group"), Errno.EEXIST);
    assertRefused(() -> tree.tree().open(tree.node("etc"), false), Errno.EISDIR);
    assertRefused(() -> tree.tree().open(tree.node("link"), false), Errno.ENXIO);
    assertRefused(
        () -> tree.tree().change(tree.node("etc"), UpperTrees.xattr("user.x", Optional.empty())),
        Errno.ENODATA);
  }

  @Test
  void hardLinksBelow_stayOneFile() throws IOException {
    tree.append("usr/bin/alias", "+");
    tree.link("usr/bin/tool", "third");

    assertThat(tree.content("usr/bin/tool")).isEqualTo("#!tool+");
    assertThat(tree.node("third").linkCount()).isEqualTo(3);
    assertThat(tree.node("third").fileId()).isEqualTo(tree.node("usr/bin/alias").fileId());
    assertThat(tree.tree().writtenBytes()).isEqualTo(7);
    tree.rename("third", "usr/bin/tool");
    assertThat(tree.names("usr/bin")).containsExactly("alias", "tool");
    assertThat(tree.has("third")).isTrue();
    tree.unlink("third");
    tree.unlink("usr/bin/tool");
    assertThat(tree.node("usr/bin/alias").linkCount()).isEqualTo(1);
    assertThat(tree.content("usr/bin/alias")).isEqualTo("#!tool+");
    tree.unlink("usr/bin/alias");
    assertThat(dataFiles()).isEmpty();
    assertThat(tree.tree().writtenBytes()).isZero();
  }

  @Test
  void hardLinksBelow_oneUnlinkedUnchanged_countsDown() throws IOException {
    tree.unlink("usr/bin/tool");

    assertThat(tree.node("usr/bin/alias").linkCount()).isEqualTo(1);
    assertThat(tree.content("usr/bin/alias")).isEqualTo("#!tool");
  }

  @Test
  void deletedFile_openToChange_isThereUntilItIsClosed() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    WritableTree.OpenFile reader = tree.tree().open(tree.node("etc/passwd"), false);
    WritableTree.OpenFile writer = tree.tree().open(tree.node("etc/passwd"), true);
    writer.append(ByteBuffer.wrap("+".getBytes(StandardCharsets.UTF_8)));
    tree.unlink("etc/passwd");
    writer.append(ByteBuffer.wrap("-".getBytes(StandardCharsets.UTF_8)));
    writer.close();

    assertThat(reader.read(buffer, 0)).isEqualTo(6);
    assertThat(new String(buffer.array(), 0, 6, StandardCharsets.UTF_8)).isEqualTo("root+-");
    assertThat(dataFiles()).hasSize(1);
    reader.close();
    assertThat(dataFiles()).isEmpty();
  }

  @Test
  void deletedDirectory_takesNothing() throws IOException {
    TreeNode empty = tree.node("empty");
    TreeNode file = tree.node("etc/passwd");
    tree.rmdir("empty");
    tree.unlink("etc/passwd");

    NewNode what = new NewNode(NodeType.FILE, 0644, 0, 0, new byte[0], 0, 0);
    assertRefused(() -> tree.tree().create(empty, new byte[] {'x'}, what), Errno.ENOENT);
    assertRefused(() -> tree.tree().link(file, tree.node("etc"), new byte[] {'x'}), Errno.ENOENT);
    tree.tree().change(file, UpperTrees.mode(0600));
    assertThat(file.attributes().mode()).isEqualTo(0600);
    tree.write("etc/passwd", "new");
    assertThat(tree.node("etc/passwd").attributes().mode()).isEqualTo(0644);
    assertThat(tree.node("etc/passwd")).isNotEqualTo(file);
  }

  @Test
  void times_changeAsTheKernels() throws IOException {
    long before = tree.node("etc").attributes().modifiedNanos();
    tree.chmod("etc/passwd", 0600);
    assertThat(tree.node("etc").attributes().modifiedNanos()).isEqualTo(before);
    assertThat(tree.node("etc/passwd").attributes().modifiedNanos()).isZero();
    assertThat(((TimedNode) tree.node("etc/passwd")).changedNanos()).isPositive();

    tree.write("etc/new", "x");
    assertThat(tree.node("etc").attributes().modifiedNanos()).isPositive();
    assertThat(tree.node("etc/new").attributes().modifiedNanos())
        .isGreaterThan(tree.node("etc").attributes().modifiedNanos());
  }

  @Test
  void change_owner_takesSetIdBitsOfFiles() throws IOException {
    tree.chmod("etc/passwd", 06755);
    tree.append("etc/passwd", "!");
    assertThat(tree.node("etc/passwd").attributes().mode()).isEqualTo(06755);
    tree.tree().change(tree.node("etc/passwd"), UpperTrees.owner(1, 2));
    assertThat(tree.node("etc/passwd").attributes().mode()).isEqualTo(0755);
    tree.chmod("empty", 02755);
    tree.tree().change(tree.node("empty"), UpperTrees.owner(1, 2));
    tree.write("empty/file", "");
    tree.mkdir("empty/sub");
    assertThat(tree.node("empty/file").attributes().gid()).isEqualTo(2);
    assertThat(tree.node("empty/sub").attributes().mode()).isEqualTo(02755);
  }

  @Test
  void origin_tellsWhereSomethingIsDifferent() throws IOException {
    tree.chmod("usr/lib", 0700);
    tree.rename("etc/group", "etc/g");

    assertThat(tree.node("empty").origin()).isInstanceOf(below.root().getClass());
    assertThat(tree.node("usr/lib").origin()).isInstanceOf(below.root().getClass());
    assertThat(tree.node("etc/g").origin()).isInstanceOf(below.root().getClass());
    assertThat(tree.node("usr").origin()).isInstanceOf(UpperNode.class);
    assertThat(tree.node("etc").origin()).isInstanceOf(UpperInode.class);
  }

  @Test
  void origin_ofAFileWithOneMoreName_isItsOwn() throws IOException {
    tree.link("usr/bin/tool", "third");

    assertThat(tree.node("usr/bin/alias").origin())
        .isEqualTo(tree.node("third").origin())
        .isInstanceOf(UpperInode.class);
    // Where the other names are is not known, so that everybody has to look everywhere.
    assertThat(tree.node("etc").origin()).isInstanceOf(UpperNode.class);
  }

  @Test
  void truncate_cutsAndFillsWithZeros() throws IOException {
    try (WritableTree.OpenFile open = tree.tree().open(tree.node("etc/passwd"), true)) {
      open.truncate(2);
      open.truncate(4);
      open.write(ByteBuffer.wrap(new byte[] {'x'}), 6);
      assertThat(open.size()).isEqualTo(7);
    }

    assertThat(tree.content("etc/passwd")).isEqualTo("ro\0\0\0\0x");
  }
}
