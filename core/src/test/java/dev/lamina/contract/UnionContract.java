package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the tree of a stack of layers is, seen through {@code java.nio.file}. */
public interface UnionContract extends StoreContract {
  /** What is looked at in a mounted tree. */
  interface Look {
    void at(Path root) throws IOException;
  }

  /** Mounts an image of these layers, base first. */
  private void mounted(Look look, TarBuilder... layers) throws IOException {
    try (ImageStore store = newStore()) {
      load(store, TestImage.of(layers).tagged("union:1"));
      try (Mount mount = store.mount("union:1").readOnly()) {
        look.at(mount.root());
      }
    }
  }

  /** Compares the union of layers with lines as {@link TreeText} has them. */
  private void assertUnion(String lines, TarBuilder... layers) throws IOException {
    mounted(root -> assertThat(String.join("\n", TreeText.of(root))).isEqualTo(lines), layers);
  }

  @Test
  default void whiteout_hidesWhatIsBelow() throws IOException {
    assertUnion(
        "a/\na/c = 3\nd = 4",
        tar().directory("a").file("a/b", "1").file("a/c", "3").file("e", "5"),
        tar().whiteout("a/b").whiteout("e").whiteout("never").file("d", "4"));
  }

  @Test
  default void whiteout_ofDirectory_hidesAllOfIt() throws IOException {
    assertUnion(
        "x = 1",
        tar().directory("a").directory("a/b").file("a/b/c", "1").file("x", "1"),
        tar().whiteout("a"));
  }

  @Test
  default void whiteout_thenAddedAgain_showsOnlyTheNew() throws IOException {
    assertUnion(
        "a/\na/new = 2",
        tar().directory("a").file("a/old", "1"),
        tar().whiteout("a"),
        tar().directory("a").file("a/new", "2"));
  }

  /** In one layer, whatever the order: a whiteout is of the layers below. */
  @Test
  default void whiteout_besideTheSameName_hidesOnlyWhatIsBelow() throws IOException {
    for (boolean first : new boolean[] {true, false}) {
      TarBuilder top = tar();
      top = first ? top.whiteout("d").whiteout("f") : top;
      top = top.directory("d").file("d/new", "2").file("f", "2");
      top = first ? top : top.whiteout("d").whiteout("f");
      assertUnion(
          "d/\nd/new = 2\nf = 2", tar().directory("d").file("d/old", "1").file("f", "1"), top);
    }
  }

  @Test
  default void opaque_directory_hidesWhatIsBelowIt() throws IOException {
    assertUnion(
        "d/\nd/new = 2\ne/\ne/kept = 1",
        tar().directory("d").file("d/old", "1").directory("e").file("e/kept", "1"),
        tar().directory("d").file("d/new", "2").opaque("d"));
  }

  @Test
  default void opaque_root_hidesAllLayersBelow() throws IOException {
    assertUnion(
        "new = 2", tar().directory("d").file("d/old", "1"), tar().opaque("").file("new", "2"));
  }

  @Test
  default void type_thatChanges_isTheTopmosts() throws IOException {
    assertUnion(
        """
        dir-to-file = 2
        dir-to-link -> elsewhere
        file-to-dir/
        file-to-dir/in = 2
        file-to-link -> elsewhere
        link-to-dir/
        link-to-dir/in = 2
        link-to-file = 2
        target/
        target/kept = 1\
        """,
        tar()
            .directory("dir-to-file")
            .file("dir-to-file/in", "1")
            .directory("dir-to-link")
            .file("dir-to-link/in", "1")
            .file("file-to-dir", "1")
            .file("file-to-link", "1")
            .directory("target")
            .file("target/kept", "1")
            .symlink("link-to-dir", "target")
            .symlink("link-to-file", "target/kept"),
        tar()
            .file("dir-to-file", "2")
            .symlink("dir-to-link", "elsewhere")
            .directory("file-to-dir")
            .file("file-to-dir/in", "2")
            .symlink("file-to-link", "elsewhere")
            .directory("link-to-dir")
            .file("link-to-dir/in", "2")
            .file("link-to-file", "2"));
  }

  @Test
  default void type_thatChangedBetween_hidesWhatIsBelowIt() throws IOException {
    assertUnion(
        "a/\na/new = 3",
        tar().directory("a").file("a/old", "1"),
        tar().file("a", "2"),
        tar().directory("a").file("a/new", "3"));
  }

  @Test
  default void directory_namedByNoLayer_isThere() throws IOException {
    mounted(
        root -> {
          assertThat(TreeText.of(root)).containsExactly("a/", "a/b/", "a/b/c = 1");
          assertThat(Files.getAttribute(root.resolve("a"), "unix:mode")).isEqualTo(040755);
        },
        tar().file("a/b/c", "1"));
  }

  @Test
  default void directory_attributes_areOfTheTopmostLayerThatNamesIt() throws IOException {
    mounted(
        root -> {
          assertThat(Files.getAttribute(root.resolve("d"), "unix:mode")).isEqualTo(040700);
          assertThat(Files.getAttribute(root.resolve("e"), "unix:mode")).isEqualTo(040711);
          assertThat(Files.getAttribute(root.resolve("e"), "unix:uid")).isEqualTo(5);
        },
        tar().directory("d").mode(0755).directory("e").mode(0711).owner(5, 6),
        tar().directory("d").mode(0700).file("e/implied", "1"));
  }

  @Test
  default void hardLinks_areOneFile() throws IOException {
    mounted(
        root -> {
          Path a = root.resolve("a");
          Path b = root.resolve("d/b");
          assertThat(b).hasContent("one");
          assertThat(Files.isSameFile(a, b)).isTrue();
          assertThat(Files.getAttribute(a, "unix:nlink")).isEqualTo(3);
          assertThat(Files.getAttribute(b, "unix:ino"))
              .isEqualTo(Files.getAttribute(a, "unix:ino"));
          assertThat(Files.readAttributes(b, BasicFileAttributes.class).fileKey())
              .isEqualTo(Files.readAttributes(a, BasicFileAttributes.class).fileKey());
          assertThat(Files.isSameFile(a, root.resolve("other"))).isFalse();
        },
        tar()
            .directory("d")
            .file("a", "one")
            .hardLink("d/b", "a")
            .hardLink("c", "d/b")
            .file("other", "one"));
  }

  @Test
  default void hardLink_replacedAbove_leavesTheOthers() throws IOException {
    assertUnion(
        "b = one\nc = two",
        tar().file("a", "one").hardLink("b", "a").hardLink("c", "a"),
        tar().whiteout("a").file("c", "two"));
  }

  @Test
  default void layers_fiveHundred_areOneTree() throws IOException {
    int count = 500;
    TarBuilder[] layers =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  TarBuilder layer = tar().file("d/" + i, "" + i).file("last", "" + i);
                  return i % 10 == 9 ? layer.whiteout("d/" + (i - 9)) : layer;
                })
            .toArray(TarBuilder[]::new);
    mounted(
        root -> {
          assertThat(root.resolve("last")).hasContent("499");
          assertThat(root.resolve("d/1")).hasContent("1");
          assertThat(root.resolve("d/498")).hasContent("498");
          assertThat(root.resolve("d/490")).doesNotExist();
          try (var files = Files.list(root.resolve("d"))) {
            assertThat(files).hasSize(count - count / 10);
          }
        },
        layers);
  }

  @Test
  default void sparseFile_hasItsZeros() throws IOException {
    mounted(
        root -> {
          Path sparse = root.resolve("sparse");
          byte[] bytes = Files.readAllBytes(sparse);
          assertThat(Files.size(sparse)).isEqualTo(1_000_000);
          assertThat(bytes).hasSize(1_000_000);
          assertThat(new String(bytes, 400_000, 5, UTF_8)).isEqualTo("piece");
          assertThat(IntStream.range(0, bytes.length).filter(i -> bytes[i] != 0)).hasSize(5);
          try (FileChannel channel = FileChannel.open(sparse)) {
            ByteBuffer buffer = ByteBuffer.allocate(10);
            assertThat(channel.read(buffer, 399_998)).isEqualTo(10);
            assertThat(new String(buffer.array(), UTF_8)).isEqualTo("\0\0piece\0\0\0");
          }
        },
        tar().sparse("sparse", 1_000_000, 400_000, "piece"));
  }

  @Test
  default void attributes_areTheMembers() throws IOException {
    Instant time = Instant.parse("2001-02-03T04:05:06.123456789Z");
    Instant before = Instant.parse("1960-01-01T00:00:00Z");
    mounted(
        root -> {
          Path f = root.resolve("f");
          PosixFileAttributes attributes = Files.readAttributes(f, PosixFileAttributes.class);
          assertThat(attributes.lastModifiedTime()).isEqualTo(FileTime.from(time));
          assertThat(attributes.size()).isEqualTo(4);
          assertThat(attributes.isRegularFile()).isTrue();
          assertThat(attributes.permissions())
              .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
          assertThat(Files.readAttributes(f, "unix:mode,uid,gid,nlink"))
              .isEqualTo(
                  Map.of("mode", 0104751, "uid", 1000, "gid", (int) 4_000_000_000L, "nlink", 1));
          assertThat(Files.getLastModifiedTime(root.resolve("old")).toInstant()).isEqualTo(before);
          assertThat(Files.readAttributes(root.resolve("dev"), BasicFileAttributes.class).isOther())
              .isTrue();
          assertThat(Files.getAttribute(root.resolve("dev"), "unix:mode")).isEqualTo(020600);
          assertThat(Files.getAttribute(root.resolve("dev"), "unix:rdev")).isEqualTo(0x0103L);
          assertThat(Files.getAttribute(root.resolve("pipe"), "unix:mode")).isEqualTo(010600);
          assertThat(
                  Files.readAttributes(root.resolve("l"), BasicFileAttributes.class, NOFOLLOW_LINKS)
                      .isSymbolicLink())
              .isTrue();
        },
        tar()
            .file("f", "1234")
            .mode(04751)
            .owner(1000, 4_000_000_000L)
            .modified(time)
            .file("old", "")
            .modified(before)
            .characterDevice("dev", 1, 3)
            .fifo("pipe")
            .symlink("l", "f"));
  }
}
