package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.internal.layer.RecordingSink;
import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.NodeType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class HostTreeTest {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456789Z");

  @TempDir private Path directory;

  private static List<String> lines(Path root) throws IOException {
    RecordingSink sink = new RecordingSink();
    HostTree.write(root, sink);
    return sink.lines;
  }

  private static HostFile file(Path path) throws IOException {
    return HostFile.read(path).orElseThrow();
  }

  private static void fill(Path root) throws IOException {
    Files.createDirectories(root.resolve("d/e"));
    Files.writeString(root.resolve("d/e/f"), "deep");
    Files.writeString(root.resolve("d-"), "beside");
    Files.writeString(root.resolve("Z"), "upper");
    Files.createSymbolicLink(root.resolve("link"), root.getFileSystem().getPath("../d/./e"));
    Files.createSymbolicLink(root.resolve("loop"), root.getFileSystem().getPath("loop"));
    Files.createLink(root.resolve("d/again"), root.resolve("Z"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void write_ofHostsDirectory_isSortedWithHardLinks() throws IOException {
    fill(directory);

    assertThat(lines(directory))
        .containsExactly(
            "file Z = upper",
            "directory d",
            "link d/again -> Z",
            "directory d/e",
            "file d/e/f = deep",
            "file d- = beside",
            "symlink link",
            "symlink loop");
  }

  @Test
  void write_ofDirectoryInMemory_isTheSame() throws IOException {
    try (FileSystem memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("unix", "user").build())) {
      Path root = Files.createDirectory(memory.getPath("/root"));
      fill(root);

      assertThat(lines(root)).hasSize(8).contains("link d/again -> Z", "file d/e/f = deep");
      assertThat(lines(memory.getPath("/root/d"))).contains("file again = upper");
    }
  }

  @Test
  void write_ofZip_hasTheDefaults() throws IOException {
    URI uri = URI.create("jar:" + directory.resolve("a.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      Files.createDirectory(zip.getPath("/d"));
      Files.writeString(zip.getPath("/d/f"), "x");
      Files.setLastModifiedTime(zip.getPath("/d/f"), FileTime.from(TIME));

      assertThat(lines(zip.getPath("/"))).containsExactly("directory d", "file d/f = x");
      assertThat(file(zip.getPath("/d")).attributes().mode()).isEqualTo(0755);
      assertThat(file(zip.getPath("/d/f")).attributes())
          .extracting(EntryAttributes::mode, EntryAttributes::uid, EntryAttributes::gid)
          .containsExactly(0644, 0L, 0L);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_ofHostsFile_hasWhatTheHostSays() throws IOException {
    Path path = Files.writeString(directory.resolve("f"), "content");
    Files.setAttribute(path, "unix:mode", 04751);
    Files.setLastModifiedTime(path, FileTime.from(TIME));

    HostFile file = file(path);

    assertThat(file.type()).isEqualTo(NodeType.FILE);
    assertThat(file.size()).isEqualTo(7);
    assertThat(file.attributes().mode()).isEqualTo(04751);
    assertThat(file.attributes().uid())
        .isEqualTo(Integer.toUnsignedLong((int) Files.getAttribute(path, "unix:uid")));
    assertThat(file.attributes().modifiedNanos())
        .isEqualTo(TIME.getEpochSecond() * 1_000_000_000L + TIME.getNano());
    assertThat(file.identity()).isEmpty();
    try (var in = file.open()) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("content");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_ofUsersAttributes_namesThemInFull() throws IOException {
    Path path = Files.writeString(directory.resolve("f"), "content");
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    try {
      int unused = view.write("note", ByteBuffer.wrap(new byte[] {1, 2}));
    } catch (FileSystemException e) {
      assumeThat(e).as("the file system has extended attributes").isNull();
    }

    assertThat(file(path).attributes().xattrs()).containsOnlyKeys("user.note");
    assertThat(file(path).attributes().xattrs().get("user.note")).containsExactly(1, 2);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_ofDeviceAndPipe_keepsWhatTheyAre() throws Exception {
    HostFile device = file(Path.of("/dev/null"));

    assertThat(device.entry(EntryPath.parse("null"), device.attributes()))
        .isInstanceOfSatisfying(
            LayerEntry.Device.class,
            entry -> {
              assertThat(entry.block()).isFalse();
              assertThat(entry.major()).isEqualTo(1);
              assertThat(entry.minor()).isEqualTo(3);
            });
    Path pipe = directory.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(lines(directory)).containsExactly("fifo pipe");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void names_thatAreNoText_keepTheirBytes() throws Exception {
    String script =
        "cd '%s' && touch \"$(printf 'x\\377y')\" \"$(printf '\\303\\244 %%%%')\""
                .formatted(directory)
            + " && ln -s \"$(printf '../\\377/z/')\" rel && ln -s \"$(printf '/\\377')\" abs";
    assumeThat(new ProcessBuilder("sh", "-c", script).start().waitFor()).isZero();

    assertThat(lines(directory))
        .containsExactly("symlink abs", "symlink rel", "file x\udcffy = ", "file ä % = ");
    assertThat(target("rel")).isIn("../\udcff/z/", "../\udcff/z");
    assertThat(target("abs")).isEqualTo("/\udcff");
  }

  private String target(String name) throws IOException {
    HostFile file = file(directory.resolve(name));
    LayerEntry.Symlink link =
        (LayerEntry.Symlink) file.entry(EntryPath.parse(name), file.attributes());
    return ByteNames.decode(link.target());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void write_twiceOrOfACopy_isTheSame() throws IOException {
    Path one = Files.createDirectory(directory.resolve("one"));
    Path other = Files.createDirectory(directory.resolve("other"));
    for (Path root : List.of(one, other)) {
      List<String> names = root.equals(one) ? List.of("a", "b", "c") : List.of("c", "a", "b");
      for (String name : names) {
        Files.setLastModifiedTime(Files.writeString(root.resolve(name), name), FileTime.from(TIME));
        Files.setPosixFilePermissions(
            root.resolve(name), PosixFilePermissions.fromString("rw-r-----"));
      }
    }

    assertThat(tar(one)).isEqualTo(tar(other));
  }

  private static byte[] tar(Path root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LayerTarWriter tar = new LayerTarWriter(out);
    HostTree.write(root, tar);
    tar.finish();
    return out.toByteArray();
  }

  @Test
  void write_ofWhatNoLayerCanHave_saysSo() throws IOException {
    Path hidden = Files.writeString(directory.resolve(".wh.x"), "");

    assertThatThrownBy(() -> tar(directory))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("no layer can hold this name");
    Files.delete(hidden);
    assertThatThrownBy(() -> lines(directory.resolve("nosuch")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void file_thatBecameALink_isNotFollowed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Path path = Files.writeString(directory.resolve("f"), "123456");
    HostFile file = file(path);
    Files.delete(path);
    Files.createSymbolicLink(path, secret);

    assertThat(Files.isSymbolicLink(path)).isTrue();
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThatThrownBy(file::open).isInstanceOf(IOException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void walk_tellsOfEarlierNames() throws IOException {
    Files.writeString(directory.resolve("a"), "x");
    Files.createLink(directory.resolve("b"), directory.resolve("a"));
    RecordingVisitor visitor = new RecordingVisitor();

    HostTree.walk(directory, visitor);

    assertThat(visitor.firsts).containsExactly(Optional.empty(), Optional.of(EntryPath.parse("a")));
  }

  /** Keeps what it is told of earlier names. */
  private static final class RecordingVisitor implements HostTree.Visitor {
    private final List<Optional<EntryPath>> firsts = new java.util.ArrayList<>();

    @Override
    public void visit(EntryPath path, HostFile file, Optional<EntryPath> first) {
      firsts.add(first);
    }
  }
}
