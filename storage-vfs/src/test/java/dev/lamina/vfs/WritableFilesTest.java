package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WritableFilesTest {
  @TempDir private Path disk;
  private UnionFileSystem files;

  @BeforeEach
  void open() throws IOException {
    files =
        new WritableTrees(disk.resolve("changes"))
            .open(
                new FakeTree()
                    .file("etc/passwd", "root:x:0:\n")
                    .file("etc/group", "root:x:0:\n")
                    .file("f", "below")
                    .attributes("f", 0640, 7, 8, 1_000_000_000)
                    .xattr("f", "user.note", new byte[] {1})
                    .file("d/x", "x")
                    .device("null", false, 1, 3));
  }

  @AfterEach
  void close() throws IOException {
    assertThat(files.resources().size()).isZero();
    files.close();
  }

  private Path path(String path) {
    return files.getPath("/" + path);
  }

  static <T> FileAttribute<T> attribute(String name, T value) {
    return new FileAttribute<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public T value() {
        return value;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "file,      0100644",
    "directory, 0040755",
    "private,   0100600",
    "open,      0100644",
    "exact,     0104777"
  })
  void create_withPermissions_hasWhatTheUmaskLeaves(String kind, String mode) throws IOException {
    Path made = path("made");
    var all = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
    var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path unused =
        switch (kind) {
          case "directory" -> Files.createDirectory(made);
          case "private" -> Files.createFile(made, own);
          case "open" -> Files.createFile(made, all);
          case "exact" -> Files.createFile(made, attribute("unix:mode", 04777));
          default -> Files.createFile(made);
        };

    assertThat(Files.getAttribute(made, "unix:mode")).isEqualTo(Integer.parseInt(mode, 8));
    assertThat(Files.readAttributes(made, "unix:uid,gid")).containsValues(0, 0);
  }

  @Test
  void create_ofPipesAndDevices_makesThem() throws IOException {
    Path pipe = Files.createFile(path("pipe"), attribute("unix:mode", 0010640));
    Path disks =
        Files.createFile(
            path("sda"),
            attribute("unix:mode", 0060660),
            attribute("unix:rdev", 0x0801L),
            attribute("unix:uid", 0),
            attribute("unix:gid", 6));

    assertThat(Files.getAttribute(pipe, "unix:mode")).isEqualTo(0010640);
    assertThat(Files.readAttributes(disks, "unix:mode,rdev,gid"))
        .isEqualTo(Map.of("mode", 0060660, "rdev", 0x0801L, "gid", 6));
    assertThatThrownBy(() -> Files.readAllBytes(pipe))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No such device or address");
    assertThatThrownBy(() -> Files.createFile(path("whiteout"), attribute("unix:mode", 0020600)))
        .hasMessageContaining("Operation not permitted");
    assertThatThrownBy(() -> Files.createFile(path("no"), attribute("unix:mode", 0040755)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.createFile(path("no"), attribute("dos:hidden", true)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void write_anyWay_isRead() throws IOException {
    Files.writeString(path("f"), "+", StandardOpenOption.APPEND);
    Files.write(path("n"), new byte[] {'a', 'b', 'c'});
    try (var out = Files.newOutputStream(path("s"))) {
      out.write("stream".getBytes());
    }
    try (var writer = Files.newBufferedWriter(path("w"))) {
      writer.write("writer");
    }

    assertThat(path("f")).hasContent("below+");
    assertThat(path("n")).hasContent("abc");
    assertThat(path("s")).hasContent("stream");
    assertThat(path("w")).hasContent("writer");
    assertThat(Files.readAttributes(path("f"), "unix:mode,uid,gid"))
        .isEqualTo(Map.of("mode", 0100640, "uid", 7, "gid", 8));
  }

  @Test
  void refusals_areTheJdks() {
    Stream.<Map.Entry<Class<?>, ThrowingCallable>>of(
            Map.entry(FileAlreadyExistsException.class, () -> Files.createFile(path("f"))),
            Map.entry(FileAlreadyExistsException.class, () -> Files.createDirectory(path("d"))),
            Map.entry(NoSuchFileException.class, () -> Files.createFile(path("no/f"))),
            Map.entry(NoSuchFileException.class, () -> Files.delete(path("no"))),
            Map.entry(DirectoryNotEmptyException.class, () -> Files.delete(path("d"))),
            Map.entry(FileSystemException.class, () -> Files.delete(path(""))),
            Map.entry(FileSystemException.class, () -> Files.writeString(path("d"), "")),
            Map.entry(FileSystemException.class, () -> Files.createFile(path("f/x"))),
            Map.entry(FileSystemException.class, () -> Files.createLink(path("l"), path("d"))),
            Map.entry(FileSystemException.class, () -> Files.createFile(path("n".repeat(256)))),
            Map.entry(FileSystemException.class, () -> Files.size(path("n/".repeat(2100)))),
            Map.entry(FileSystemException.class, () -> Files.move(path("d"), path("d/e"))),
            Map.entry(FileAlreadyExistsException.class, () -> Files.move(path("f"), path("d"))),
            Map.entry(FileAlreadyExistsException.class, () -> Files.copy(path("f"), path("d"))))
        .forEach(
            each -> assertThatThrownBy(each.getValue()).isInstanceOf((Class<?>) each.getKey()));
    assertThat(Files.exists(path("d/x"))).isTrue();
  }

  @Test
  void deleteOnClose_takesTheName() throws IOException {
    try (var channel =
        Files.newByteChannel(
            path("t"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      assertThat(channel.write(ByteBuffer.wrap(new byte[9]))).isEqualTo(9);
      assertThat(channel.size()).isEqualTo(9);
    }

    assertThat(path("t")).doesNotExist();
  }

  @Test
  void links_ofBothKinds_lead() throws IOException {
    Files.createLink(path("hard"), path("f"));
    Files.createSymbolicLink(path("soft"), files.getPath("d/../f"));

    Files.writeString(path("soft"), "new");

    assertThat(path("hard")).hasContent("new");
    assertThat(Files.getAttribute(path("f"), "unix:nlink")).isEqualTo(2);
    assertThat(Files.isSameFile(path("hard"), path("soft"))).isTrue();
    assertThat(Files.readSymbolicLink(path("soft"))).hasToString("d/../f");
    assertThat(path("soft").toRealPath()).hasToString("/f");
  }

  @Test
  void temporaryFiles_areMade() throws IOException {
    Path directory = Files.createTempDirectory(path("d"), "t");
    Path file = Files.createTempFile(directory, "a", "b");

    assertThat(file).isEmptyFile().hasParent(directory);
  }

  @Test
  void move_ofADirectoryWithFiles_takesThemAlong() throws IOException {
    Files.createDirectories(path("a/b"));
    try (var stream = Files.newDirectoryStream(path("d"))) {
      Files.move(path("d"), path("a/b/e"));

      assertThat(stream.iterator().next()).hasToString("/d/x");
    }
    assertThat(path("a/b/e/x")).hasContent("x");
    assertThat(path("d")).doesNotExist();
    Files.move(path("f"), path("a/b/e/x"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(path("a/b/e/x")).hasContent("below");
    Files.move(path("a/b/e"), path("a/c"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(path("a/c/x")).hasContent("below");
  }

  @Test
  void listing_afterAChange_isOfNow() throws IOException {
    try (Stream<Path> seen = Files.list(path("d"))) {
      Path x = seen.findFirst().orElseThrow();
      Files.delete(x);
      Files.createDirectory(x);

      assertThat(Files.isDirectory(x)).isTrue();
    }
  }

  @Test
  void setAttribute_ofEachView_sets() throws IOException {
    Path f = path("f");
    FileTime time = FileTime.fromMillis(1_234_567);

    Files.setAttribute(f, "unix:mode", 04711);
    Files.setAttribute(f, "unix:uid", -2);
    Files.setAttribute(f, "unix:gid", 9);
    Files.setAttribute(f, "basic:lastModifiedTime", time);
    Files.setAttribute(f, "basic:lastAccessTime", FileTime.fromMillis(99));
    Files.setAttribute(f, "creationTime", FileTime.fromMillis(1));
    Files.setAttribute(f, "user:other", "value".getBytes());
    Files.setAttribute(f, "xattr:security.capability", ByteBuffer.wrap(new byte[] {5}));

    // As on Linux, who gives a file away takes its set-user-ID bit.
    assertThat(Files.readAttributes(f, "unix:mode,uid,gid"))
        .isEqualTo(Map.of("mode", 0100711, "uid", -2, "gid", 9));
    assertThat(Files.getLastModifiedTime(f)).isEqualTo(time);
    assertThat(Files.getAttribute(f, "lastAccessTime")).isEqualTo(FileTime.fromMillis(99));
    assertThat(Files.readAttributes(f, "xattr:*"))
        .containsOnlyKeys("user.note", "user.other", "security.capability");
    for (String attribute : Set.of("unix:ino", "unix:nlink", "size", "posix:mode", "unix:ctime")) {
      assertThatThrownBy(() -> Files.setAttribute(f, attribute, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Files.setAttribute(f, "dos:hidden", true))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void userView_writesAndDeletes() throws IOException {
    var view = Files.getFileAttributeView(path("f"), UserDefinedFileAttributeView.class);

    assertThat(view.write("n", ByteBuffer.wrap(new byte[] {1, 2}))).isEqualTo(2);
    view.delete("note");

    assertThat(view.list()).containsExactly("n");
    assertThatThrownBy(() -> view.delete("note")).isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> view.write("x", ByteBuffer.allocate(70_000)))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void write_takesCapabilitiesAway() throws IOException {
    Files.setAttribute(path("f"), "xattr:security.capability", new byte[] {5});
    Files.setAttribute(path("f"), "unix:mode", 04755);

    Files.writeString(path("f"), "x");

    assertThat(Files.readAttributes(path("f"), "xattr:*")).containsOnlyKeys("user.note");
    assertThat(Files.getAttribute(path("f"), "unix:mode")).isEqualTo(0104755);
  }

  @Test
  void principals_followTheImagesFiles() throws IOException {
    assertThat(Files.getOwner(path("f"))).hasToString("7");

    Files.writeString(path("etc/passwd"), "ada:x:7:\n", StandardOpenOption.APPEND);
    assertThat(Files.getOwner(path("f"))).hasToString("ada");
    Files.setOwner(path("d"), files.getUserPrincipalLookupService().lookupPrincipalByName("ada"));
    assertThat(Files.getAttribute(path("d"), "unix:uid")).isEqualTo(7);

    Files.delete(path("etc/passwd"));
    assertThat(Files.getOwner(path("f"))).hasToString("7");
  }

  @Test
  void copy_withAttributes_keepsThem() throws IOException {
    try (UnionFileSystem other =
        new WritableTrees(disk.resolve("other")).open(new FakeTree().directory("d"))) {
      for (FileSystem target : new FileSystem[] {files, other}) {
        Path copy = target.getPath("/d/copy");

        Files.copy(path("f"), copy, StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(copy).hasContent("below");
        assertThat(Files.readAttributes(copy, "unix:mode,uid,gid,lastModifiedTime"))
            .isEqualTo(
                Map.of(
                    "mode",
                    0100640,
                    "uid",
                    7,
                    "gid",
                    8,
                    "lastModifiedTime",
                    FileTime.fromMillis(1000)));
        assertThat((byte[]) Files.getAttribute(copy, "user:note")).containsExactly(1);
        Path device = target.getPath("/d/null");
        Files.copy(path("null"), device, StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(Files.getAttribute(device, "unix:rdev")).isEqualTo(259L);
      }
      assertThat(other.resources().size()).isZero();
    }
  }

  @Test
  void copy_withoutAttributes_isAsIfMade() throws IOException {
    Files.copy(path("f"), path("copy"));
    Files.createSymbolicLink(path("l"), files.getPath("f"));
    Files.copy(path("l"), path("m"), LinkOption.NOFOLLOW_LINKS);
    Files.copy(path("d"), path("e"));

    assertThat(Files.readAttributes(path("copy"), "unix:mode,uid"))
        .isEqualTo(Map.of("mode", 0100640, "uid", 0));
    assertThat(Files.readAttributes(path("copy"), "user:*")).isEmpty();
    assertThat(Files.readSymbolicLink(path("m"))).hasToString("f");
    assertThat(path("e")).isEmptyDirectory();
  }

  @Test
  void move_toAnotherFileSystem_copiesAndDeletes() throws IOException {
    try (UnionFileSystem other = new WritableTrees(disk.resolve("other")).open(new FakeTree())) {
      assertThatThrownBy(
              () -> Files.move(path("f"), other.getPath("f"), StandardCopyOption.ATOMIC_MOVE))
          .isInstanceOf(AtomicMoveNotSupportedException.class);
      assertThatThrownBy(() -> Files.move(path("d"), other.getPath("d")))
          .isInstanceOf(DirectoryNotEmptyException.class);

      Files.move(path("f"), other.getPath("f"));

      assertThat(other.getPath("f")).hasContent("below");
      assertThat(Files.getAttribute(other.getPath("f"), "unix:uid")).isEqualTo(7);
      assertThat(path("f")).doesNotExist();
    }
  }

  @Test
  void copy_toAndFromTheHost_keepsContents() throws IOException {
    Path out = disk.resolve("out");

    Files.copy(path("f"), out, StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(out, path("back"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(out, path("f"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(path("back")).hasContent("below");
    assertThat(Files.getLastModifiedTime(path("back"))).isEqualTo(FileTime.fromMillis(1000));
    assertThat(path("f")).hasContent("below");
    assertThat(out).doesNotExist();
  }

  @Test
  void times_ofALink_areTheLinks() throws IOException {
    Files.createSymbolicLink(path("l"), files.getPath("f"));
    FileTime time = FileTime.fromMillis(5);

    Files.getFileAttributeView(path("l"), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, null, null);

    assertThat(Files.getLastModifiedTime(path("l"), LinkOption.NOFOLLOW_LINKS)).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(path("f"))).isEqualTo(FileTime.fromMillis(1000));
  }

  @Test
  void changes_afterReopening_areThere() throws IOException {
    FakeTree lower = new FakeTree().file("f", "below");
    WritableTrees trees = new WritableTrees(disk.resolve("again"));
    try (UnionFileSystem first = trees.open(lower)) {
      Files.writeString(first.getPath("/n"), "new");
      Files.delete(first.getPath("/f"));
    }

    try (UnionFileSystem second = trees.open(new FakeTree().file("f", "below"))) {
      assertThat(second.getPath("/n")).hasContent("new");
      assertThat(second.getPath("/f")).doesNotExist();
    }
  }
}
