package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnionLookupTest {
  private final FakeTree tree =
      new FakeTree()
          .directory("etc")
          .file("etc/passwd", "the image's")
          .directory("a/b/c")
          .file("a/b/c/f", "f")
          .symlink("a/abs", "/etc/passwd")
          .symlink("a/out", "../../../../../../../../etc/passwd")
          .symlink("a/top", "/")
          .symlink("a/tops", "///")
          .symlink("a/b/up", "..")
          .symlink("a/slash", "b/c/")
          .symlink("a/fileSlash", "b/c/f/")
          .symlink("a/fileDot", "b/c/f/.")
          .symlink("a/chain", "b/up/b/up/abs")
          .symlink("self", "self")
          .symlink("ping", "pong")
          .symlink("pong", "/a/b/../../ping")
          .symlink("gone", "nowhere")
          .symlink("empty", "");

  private final UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of());

  @AfterEach
  void close() throws Exception {
    fileSystem.close();
  }

  /** The rows are those of the tests of anchore/stereoscope (Apache-2.0) for squashed trees. */
  @ParameterizedTest
  @CsvSource({
    "/another/place, another/place, /home, true, /another/place",
    "/another/place, another/place, /home, false, /home",
    "/another/place, another/place/wagoodman, /home/wagoodman, false, /another/place/wagoodman",
    "../../another/place, another/place/wagoodman, /home/wagoodman, true, /another/place/wagoodman",
    "../../another/place, another/place/wagoodman, /home/wagoodman, false,"
        + " /another/place/wagoodman",
    "/mwahaha/i/go/to/nowhere, other, /home, false, /home",
    "/mwahaha/i/go/to/nowhere, other, /home, true, ''"
  })
  void path_throughALink_isWhereSquashedTreesHaveIt(
      String target, String file, String request, boolean follow, String real) throws IOException {
    FakeTree linked = new FakeTree().file(file, "").symlink("home", target);
    try (UnionFileSystem other = UnionFileSystem.open(linked, List.of())) {
      Path path = other.getPath(request);

      assertThat(Files.exists(path)).isEqualTo(!target.contains("nowhere"));
      assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
      if (!follow) {
        Path parent = path.getParent().toRealPath();
        assertThat(parent.resolve(path.getFileName())).hasToString(real);
      } else if (real.isEmpty()) {
        assertThatThrownBy(path::toRealPath).isInstanceOf(NoSuchFileException.class);
      } else {
        assertThat(path.toRealPath()).hasToString(real);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/abs, /etc/passwd",
    "a/out, /etc/passwd",
    "/../../etc/passwd, /etc/passwd",
    "../etc/./passwd, /etc/passwd",
    "a/top/a/top/etc, /etc",
    "a/tops/etc, /etc",
    "a/top, /",
    "a/b/up, /a",
    "a/b/up/.., /",
    "a/slash, /a/b/c",
    "a/slash/f, /a/b/c/f",
    "a/slash/.., /a/b",
    "a/chain, /etc/passwd",
    "'', /"
  })
  void path_throughLinks_staysInTheImage(String path, String real) throws IOException {
    Path found = fileSystem.getPath(path).toRealPath();

    assertThat(found).hasToString(real);
    assertThat(Files.isSameFile(fileSystem.getPath(path), fileSystem.getPath(real))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"self", "ping", "pong", "self/x", "a/../ping/.."})
  void path_inALoop_fails(String text) {
    Path path = fileSystem.getPath(text);

    assertThatThrownBy(() -> Files.size(path))
        .isInstanceOf(FileSystemLoopException.class)
        .hasMessage(text + ": Too many levels of symbolic links");
    assertThat(Files.exists(path)).isFalse();
    assertThat(Files.notExists(path)).isFalse();
  }

  @Test
  void loop_notFollowed_isALink() throws IOException {
    Path path = fileSystem.getPath("self");

    assertThat(Files.isSymbolicLink(path)).isTrue();
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.readSymbolicLink(path)).hasToString("self");
    assertThat(path.toRealPath(LinkOption.NOFOLLOW_LINKS)).hasToString("/self");
  }

  @Test
  void chain_of40Links_isFollowedAndOf41Not() throws IOException {
    chain(41);

    assertThat(Files.readString(fileSystem.getPath("l40"))).isEqualTo("end");
    assertThat(Files.readString(fileSystem.getPath("a/../l40"))).isEqualTo("end");
    assertThatThrownBy(() -> Files.readString(fileSystem.getPath("l41")))
        .isInstanceOf(FileSystemLoopException.class);
    assertThat(Files.readSymbolicLink(fileSystem.getPath("l41"))).hasToString("l40");
  }

  private void chain(int links) {
    tree.file("l0", "end");
    for (int i = 1; i <= links; i++) {
      tree.symlink("l" + i, "l" + (i - 1));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void chain_onTheDisk_endsAtTheSameLength(@TempDir Path disk) throws IOException {
    Files.writeString(disk.resolve("l0"), "end");
    for (int i = 1; i <= 41; i++) {
      Files.createSymbolicLink(disk.resolve("l" + i), Path.of("l" + (i - 1)));
    }

    assertThat(Files.exists(disk.resolve("l40"))).isTrue();
    assertThat(Files.exists(disk.resolve("l41"))).isFalse();
  }

  @Test
  void links_ofOnePath_areCountedTogether() throws IOException {
    String through40 = "a/" + "b/up/".repeat(40);

    assertThat(Files.isDirectory(fileSystem.getPath(through40))).isTrue();
    assertThat(Files.exists(fileSystem.getPath(through40 + "b/up"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"etc/passwd/x", "etc/passwd/.", "etc/passwd/..", "a/fileSlash", "a/fileDot"})
  void path_throughAFile_fails(String text) {
    Path path = fileSystem.getPath(text);

    assertThatThrownBy(() -> Files.size(path))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage(text + ": Not a directory");
    assertThat(Files.exists(path)).isFalse();
    assertThatThrownBy(() -> Files.list(path)).isInstanceOf(NotDirectoryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a/x/y", "gone", "gone/x", "empty", "a/b/up/x"})
  void path_ofNothing_fails(String text) {
    Path path = fileSystem.getPath(text);

    assertThatThrownBy(() -> Files.size(path)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> path.toRealPath()).isInstanceOf(NoSuchFileException.class);
    assertThat(Files.notExists(path)).isTrue();
  }

  @Test
  void readSymbolicLink_anyTarget_isVerbatim() throws IOException {
    assertThat(Files.readSymbolicLink(fileSystem.getPath("a/slash"))).hasToString("b/c/");
    assertThat(Files.readSymbolicLink(fileSystem.getPath("a/tops"))).hasToString("///");
    assertThat(Files.readSymbolicLink(fileSystem.getPath("empty"))).hasToString("");
    assertThat(Files.readSymbolicLink(fileSystem.getPath("a/slash")).getNameCount()).isEqualTo(2);
  }

  @Test
  void linkTarget_manyNames_isFollowed() throws IOException {
    tree.symlink("long", "a/../".repeat(10_000) + "etc/passwd");

    assertThat(Files.readString(fileSystem.getPath("long"))).isEqualTo("the image's");
  }

  @Test
  void name_notUtf8_isFound() throws IOException {
    tree.file("a/\udcff\udc80", "odd").symlink("odd", "a/\udcff\udc80");

    assertThat(Files.readString(fileSystem.getPath("odd"))).isEqualTo("odd");
    assertThat(fileSystem.getPath("odd").toRealPath().getFileName()).hasToString("\udcff\udc80");
    assertThatThrownBy(() -> Files.size(fileSystem.getPath("a/\udcff")))
        .isInstanceOf(FileSystemException.class);
  }
}
