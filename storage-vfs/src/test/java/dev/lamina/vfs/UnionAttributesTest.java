package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnionAttributesTest {
  private static final Digest BASE = Digest.parse("sha256:" + "a".repeat(64));
  private static final Digest TOP = Digest.parse("sha256:" + "b".repeat(64));
  private static final long NANOS = 1_700_000_000_123_456_789L;

  private final FakeTree tree =
      new FakeTree()
          .layer(-1)
          .directory("unnamed")
          .layer(0)
          .directory("etc")
          .file(
              "etc/passwd",
              "root:x:0:0:root:/root:/bin/sh\nada:x:1000:100:::\nbad\n:x:9\nada2:x:1000\n")
          .layer(1)
          .file("etc/group", "root:x:0:\nusers:x:100:ada\nhuge:x:4294967294:\n")
          .file("file", "twelve bytes")
          .attributes("file", 04751, 1000, 100, NANOS)
          .hardLink("hard", "file")
          .symlink("link", "file")
          .fifo("pipe")
          .device("null", false, 1, 3)
          .device("disk", true, 259, 70_000)
          .xattr("file", "user.note", new byte[] {1, 2, 3})
          .xattr("file", "user.empty", new byte[0])
          .xattr("file", "security.capability", new byte[] {9});

  private final UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of(BASE, TOP));
  private final Path file = fileSystem.getPath("/file");

  @AfterEach
  void close() throws IOException {
    fileSystem.close();
  }

  @Test
  void file_ofALayer_hasItsAttributes() throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);

    assertThat(attributes.size()).isEqualTo(12);
    assertThat(attributes.lastModifiedTime().toInstant())
        .isEqualTo(Instant.ofEpochSecond(1_700_000_000, 123_456_789));
    assertThat(attributes.lastAccessTime()).isEqualTo(attributes.lastModifiedTime());
    assertThat(attributes.creationTime()).isEqualTo(attributes.lastModifiedTime());
    assertThat(PosixFilePermissions.toString(attributes.permissions())).isEqualTo("rwxr-x--x");
    assertThat(attributes.owner()).hasToString("ada");
    assertThat(attributes.group()).hasToString("users");
    assertThat(attributes.isRegularFile()).isTrue();
    assertThat(attributes.isOther()).isFalse();
  }

  @Test
  void fileKey_hardLinks_isOne() throws IOException {
    assertThat(key("hard")).isEqualTo(key("file")).isNotEqualTo(key("pipe"));
    assertThat(key("link")).isEqualTo(key("file"));
    assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
    try (UnionFileSystem other = UnionFileSystem.open(tree, List.of())) {
      assertThat(Files.readAttributes(other.getPath("file"), BasicFileAttributes.class).fileKey())
          .isNotEqualTo(key("file"));
    }
  }

  private Object key(String path) throws IOException {
    return Files.readAttributes(fileSystem.getPath(path), BasicFileAttributes.class).fileKey();
  }

  @ParameterizedTest
  @CsvSource({
    "file,    0104751, 0",
    "etc,     0040755, 0",
    "link,    0120644, 0",
    "pipe,    0010644, 0",
    "null,    0020644, 259",
    "disk,    0060644, 286327664"
  })
  void mode_ofEachType_hasItsBits(String path, String mode, long device) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(fileSystem.getPath(path), "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);

    assertThat((int) unix.get("mode")).isEqualTo(Integer.parseInt(mode, 8));
    assertThat((long) unix.get("rdev")).isEqualTo(device);
  }

  @Test
  void types_ofAllKinds_areTold() throws IOException {
    assertThat(Files.isDirectory(fileSystem.getPath("etc"))).isTrue();
    assertThat(Files.size(fileSystem.getPath("etc"))).isEqualTo(4096);
    assertThat(Files.isSymbolicLink(fileSystem.getPath("link"))).isTrue();
    assertThat(Files.getAttribute(fileSystem.getPath("link"), "size", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(4L);
    for (String special : List.of("pipe", "null", "disk")) {
      assertThat(Files.getAttribute(fileSystem.getPath(special), "isOther")).isEqualTo(true);
      assertThat(Files.size(fileSystem.getPath(special))).isZero();
    }
  }

  @Test
  void readAttributes_byView_hasTheJdksNamesAndTypes() throws IOException {
    Map<String, Object> unix = Files.readAttributes(file, "unix:*");

    assertThat(Files.readAttributes(file, "*"))
        .containsOnlyKeys(
            "size",
            "creationTime",
            "lastAccessTime",
            "lastModifiedTime",
            "isDirectory",
            "isRegularFile",
            "isSymbolicLink",
            "isOther",
            "fileKey");
    assertThat(Files.readAttributes(file, "posix:*"))
        .hasSize(12)
        .containsKeys("permissions", "owner", "group", "size");
    assertThat(Files.readAttributes(file, "posix:permissions,owner"))
        .containsOnlyKeys("permissions", "owner");
    assertThat(Files.readAttributes(file, "owner:*")).containsOnlyKeys("owner");
    assertThat(Files.readAttributes(file, "size,*")).hasSize(9);
    assertThat(unix).hasSize(20).containsEntry("uid", 1000).containsEntry("gid", 100);
    assertThat(unix.get("ctime")).isInstanceOf(FileTime.class);
    assertThat(unix.get("ino")).isInstanceOf(Long.class);
    assertThat(unix.get("dev")).isInstanceOf(Long.class);
  }

  @Test
  void readAttributes_unknown_isRefused() {
    assertThatThrownBy(() -> Files.readAttributes(file, "dos:*"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(file, "posix:mode"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.readAttributes(file, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.readAttributes(file, DosFileAttributes.class))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(fileSystem.getPath("nope"), "*"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource({"file, 1", "etc/passwd, 0", "etc/group, 1", "unnamed, -1"})
  void layer_ofAPath_isTold(String path, int index) throws IOException {
    String diffId = index < 0 ? "" : (index == 0 ? BASE : TOP).toString();

    assertThat(Files.readAttributes(fileSystem.getPath(path), "layer:*"))
        .isEqualTo(Map.of("index", index, "diffId", diffId));
    assertThat(Files.getAttribute(fileSystem.getPath(path), "layer:diffId")).isEqualTo(diffId);
  }

  @Test
  void view_ofEachType_reads() throws IOException {
    assertThat(Files.getFileAttributeView(file, BasicFileAttributeView.class).name())
        .isEqualTo("basic");
    assertThat(
            Files.getFileAttributeView(file, BasicFileAttributeView.class).readAttributes().size())
        .isEqualTo(12);
    var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    assertThat(posix.name()).isEqualTo("posix");
    assertThat(posix.readAttributes().permissions()).hasSize(6);
    var owner = Files.getFileAttributeView(file, FileOwnerAttributeView.class);
    assertThat(owner.name()).isEqualTo("owner");
    assertThat(owner.getOwner()).hasToString("ada");
    assertThat(Files.getOwner(file)).hasToString("ada");
    assertThat(Files.getFileAttributeView(file, AclFileAttributeView.class)).isNull();
  }

  @Test
  void userView_ofXattrs_hasThoseOfUsersOnly() throws IOException {
    var view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    ByteBuffer buffer = ByteBuffer.allocate(4);

    assertThat(view.name()).isEqualTo("user");
    assertThat(view.list()).containsExactly("empty", "note");
    assertThat(view.size("note")).isEqualTo(3);
    assertThat(view.read("note", buffer)).isEqualTo(3);
    assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(view.read("empty", buffer)).isZero();
    assertThatThrownBy(() -> view.read("note", ByteBuffer.allocate(2)))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> view.read("note", ByteBuffer.allocate(9).asReadOnlyBuffer()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> view.size("capability")).isInstanceOf(FileSystemException.class);
    assertThat((byte[]) Files.getAttribute(file, "user:note")).containsExactly(1, 2, 3);
    assertThat(Files.readAttributes(file, "user:*")).containsOnlyKeys("empty", "note");
    var ofLink =
        Files.getFileAttributeView(
            fileSystem.getPath("link"),
            UserDefinedFileAttributeView.class,
            LinkOption.NOFOLLOW_LINKS);
    assertThat(ofLink.list()).isEmpty();
  }

  @Test
  void xattrView_hasAllByTheirFullNames() throws IOException {
    assertThat(Files.readAttributes(file, "xattr:*"))
        .containsOnlyKeys("security.capability", "user.empty", "user.note");
    assertThat((byte[]) Files.getAttribute(file, "xattr:security.capability")).containsExactly(9);
  }

  @Test
  void principals_byNameOrNumber_areTheImages() throws IOException {
    UserPrincipalLookupService lookup = fileSystem.getUserPrincipalLookupService();

    assertThat(lookup.lookupPrincipalByName("ada")).isEqualTo(Files.getOwner(file));
    assertThat(lookup.lookupPrincipalByName("1000")).isEqualTo(Files.getOwner(file));
    assertThat(lookup.lookupPrincipalByName("ada2")).hasToString("ada");
    assertThat(lookup.lookupPrincipalByName("7")).hasToString("7");
    assertThat(lookup.lookupPrincipalByGroupName("users"))
        .isEqualTo(lookup.lookupPrincipalByGroupName("100"));
    assertThat(lookup.lookupPrincipalByGroupName("4294967294")).hasToString("huge");
    assertThat(lookup.lookupPrincipalByName("0"))
        .isNotEqualTo(lookup.lookupPrincipalByGroupName("0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "", "-1", "4294967296", "99999999999", "bad"})
  void lookupPrincipal_unknown_fails(String name) {
    UserPrincipalLookupService lookup = fileSystem.getUserPrincipalLookupService();

    assertThatThrownBy(() -> lookup.lookupPrincipalByName(name))
        .isInstanceOf(UserPrincipalNotFoundException.class);
    assertThatThrownBy(() -> lookup.lookupPrincipalByGroupName(name))
        .isInstanceOf(UserPrincipalNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "directory", "loop", "none", "large"})
  void owner_whenPasswdIsUnfit_isANumber(String kind) throws IOException {
    FakeTree hostile = new FakeTree().file("f", "").attributes("f", 0644, 1000, 100, 0);
    switch (kind) {
      case "fifo" -> hostile.fifo("etc/passwd");
      case "directory" -> hostile.directory("etc/passwd");
      case "loop" -> hostile.symlink("etc/passwd", "passwd");
      case "large" -> hostile.file("etc/passwd", "ada:x:1000:\n" + "x".repeat(1 << 20));
      default -> {}
    }

    try (UnionFileSystem other = UnionFileSystem.open(hostile, List.of())) {
      assertThat(Files.getOwner(other.getPath("/f"))).hasToString("1000");
    }
    assertThat(hostile.reads()).isZero();
  }

  @Test
  void owner_passwdBehindALink_isNamed() throws IOException {
    FakeTree linked =
        new FakeTree()
            .file("usr/lib/passwd", "ada:x:1000:\n")
            .symlink("etc/passwd", "../../../usr/lib/passwd")
            .file("f", "")
            .attributes("f", 0644, 1000, 100, 0)
            .maxRead(3);

    try (UnionFileSystem other = UnionFileSystem.open(linked, List.of())) {
      assertThat(Files.getOwner(other.getPath("/f"))).hasToString("ada");
    }
  }

  @Test
  void attributes_fileSystemClosed_stay() throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);

    fileSystem.close();

    assertThat(attributes.size()).isEqualTo(12);
    assertThat(attributes.permissions()).hasSize(6);
    assertThat(attributes.owner().getName()).isEqualTo("1000");
    assertThat(attributes.lastModifiedTime().toMillis()).isEqualTo(NANOS / 1_000_000);
  }

  @Test
  void fileStore_ofTheFileSystem_isReadOnly() throws IOException {
    FileStore store = Files.getFileStore(file);

    assertThat(fileSystem.getFileStores()).containsExactly(store);
    assertThat(store.type()).isEqualTo("lamina");
    assertThat(store.isReadOnly()).isTrue();
    assertThat(store.getTotalSpace() + store.getUsableSpace() + store.getUnallocatedSpace())
        .isZero();
    assertThat(store.getAttribute("totalSpace")).isEqualTo(0L);
    assertThat(fileSystem.supportedFileAttributeViews())
        .containsExactlyInAnyOrder("basic", "posix", "owner", "unix", "user", "xattr", "layer")
        .allMatch(store::supportsFileAttributeView);
    assertThat(store.supportsFileAttributeView("dos")).isFalse();
    assertThat(store.supportsFileAttributeView(PosixFileAttributeView.class)).isTrue();
    assertThat(store.supportsFileAttributeView(AclFileAttributeView.class)).isFalse();
    assertThatThrownBy(() -> Files.getFileStore(fileSystem.getPath("nope")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
