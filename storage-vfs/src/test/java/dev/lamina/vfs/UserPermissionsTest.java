package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.spi.MountOptions.Credentials;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What user 7 of group 8 may do. */
final class UserPermissionsTest {
  private static final Permissions ADA = Permissions.of(new Credentials(7, 8));

  @TempDir private Path disk;
  private UnionFileSystem files;

  @BeforeEach
  void open() throws IOException {
    files = new WritableTrees(disk.resolve("changes")).open(tree(), ADA);
  }

  private static FakeTree tree() {
    FakeTree tree = new FakeTree();
    add(tree, "roots", 0600, 0, 0);
    add(tree, "groups", 0640, 0, 8);
    add(tree, "all", 0604, 0, 0);
    add(tree, "own", 0600, 7, 8);
    add(tree, "program", 0755, 0, 0);
    add(tree, "notMine", 0077, 7, 8);
    tree.directory("closed").attributes("closed", 0700, 0, 0, 0);
    add(tree, "closed/f", 0666, 0, 0);
    tree.directory("listed").attributes("listed", 0744, 0, 0, 0);
    add(tree, "listed/f", 0666, 0, 0);
    tree.directory("home").attributes("home", 0755, 7, 8, 0);
    tree.directory("tmp").attributes("tmp", 01777, 0, 0, 0);
    add(tree, "tmp/roots", 0666, 0, 0);
    add(tree, "tmp/own", 0644, 7, 8);
    tree.directory("shared").attributes("shared", 02777, 0, 99, 0);
    return tree;
  }

  private static void add(FakeTree tree, String path, int mode, long uid, long gid) {
    tree.file(path, "x").attributes(path, mode, uid, gid, 0);
  }

  @AfterEach
  void close() throws IOException {
    assertThat(files.resources().size()).isZero();
    files.close();
  }

  private Path path(String path) {
    return files.getPath("/" + path);
  }

  @ParameterizedTest
  @CsvSource({
    "roots,    false, false, false",
    "groups,   true,  false, false",
    "all,      true,  false, false",
    "own,      true,  true,  false",
    "program,  true,  false, true",
    "notMine,  false, false, false",
    "closed/f, false, false, false",
    "listed/f, false, false, false",
    "home,     true,  true,  true"
  })
  void access_ofEachKind_isTheKernels(String file, boolean read, boolean write, boolean execute) {
    assertThat(Files.isReadable(path(file))).isEqualTo(read);
    assertThat(Files.isWritable(path(file))).isEqualTo(write);
    assertThat(Files.isExecutable(path(file))).isEqualTo(execute);
  }

  @Test
  void use_withoutPermission_isDenied() {
    for (String file : List.of("roots", "notMine", "closed/f", "listed/f")) {
      assertThatThrownBy(() -> Files.readAllBytes(path(file)))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThatThrownBy(() -> Files.writeString(path("all"), ""))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> Files.createFile(path("new")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> Files.delete(path("own"))).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> Files.list(path("closed"))).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> Files.move(path("own"), path("home/own")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> Files.delete(path("tmp/roots")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Operation not permitted");
    assertThatThrownBy(
            () ->
                Files.createFile(
                    path("home/null"), WritableFilesTest.attribute("unix:mode", 0020600)))
        .hasMessageContaining("Operation not permitted");
  }

  @Test
  void attributes_ofOthers_stay() throws IOException {
    var all = PosixFilePermissions.fromString("rwxrwxrwx");

    assertThatThrownBy(() -> Files.setPosixFilePermissions(path("all"), all))
        .hasMessageContaining("Operation not permitted");
    assertThatThrownBy(() -> Files.setAttribute(path("own"), "unix:uid", 0))
        .hasMessageContaining("Operation not permitted");
    assertThatThrownBy(() -> Files.setAttribute(path("own"), "unix:gid", 0))
        .hasMessageContaining("Operation not permitted");
    assertThatThrownBy(() -> Files.setAttribute(path("own"), "xattr:trusted.x", new byte[1]))
        .hasMessageContaining("Operation not permitted");
    Files.setPosixFilePermissions(path("own"), all);
    Files.setAttribute(path("own"), "user:x", new byte[1]);
    assertThat(Files.getPosixFilePermissions(path("own"))).isEqualTo(all);
  }

  @Test
  void create_belongsToTheUser() throws IOException {
    Files.writeString(path("home/f"), "mine");
    Files.createDirectory(path("shared/d"));
    Files.delete(path("tmp/own"));

    assertThat(Files.readAttributes(path("home/f"), "unix:uid,gid,mode"))
        .isEqualTo(Map.of("uid", 7, "gid", 8, "mode", 0100644));
    // A set-group-ID directory gives its group, and to directories the bit as well.
    assertThat(Files.readAttributes(path("shared/d"), "unix:uid,gid,mode"))
        .isEqualTo(Map.of("uid", 7, "gid", 99, "mode", 0042755));
  }

  @Test
  void readOnly_asAUser_checksToo() throws IOException {
    try (UnionFileSystem readOnly = UnionFileSystem.open(tree(), List.of(), ADA, null)) {
      assertThat(readOnly.getPath("/groups")).hasContent("x");
      assertThatThrownBy(() -> Files.readString(readOnly.getPath("/roots")))
          .isInstanceOf(AccessDeniedException.class);
      try (var seen = Files.list(readOnly.getPath("/listed"))) {
        Path f = seen.findFirst().orElseThrow();
        assertThatThrownBy(() -> Files.size(f)).isInstanceOf(AccessDeniedException.class);
      }
    }
  }
}
