package dev.lamina.internal.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.contract.TreeText;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class LayerUnpackerTest {
  private static final long TIME = 1_700_000_000_123_456_789L;

  @TempDir private Path directory;

  private Path target;

  @BeforeEach
  void choose() {
    target = directory.resolve("target");
  }

  private LayerUnpacker unpacker() throws IOException {
    return LayerUnpacker.into(target, UnusualEntries.OF_WHOLE_TREES);
  }

  /** What is unpacked in a test. */
  private interface Filling {
    void fill(LayerUnpacker unpacker) throws IOException;
  }

  private List<String> unpacked(Filling filling) throws IOException {
    try (LayerUnpacker unpacker = unpacker()) {
      filling.fill(unpacker);
    }
    return TreeText.of(target);
  }

  private static EntryPath path(String text) {
    return EntryPath.parse(text);
  }

  /** Attributes of whoever runs the test. */
  private EntryAttributes own(int mode) throws IOException {
    Map<String, Object> owner = Files.readAttributes(directory, "unix:uid,gid");
    return new EntryAttributes(
        mode, (int) owner.get("uid"), (int) owner.get("gid"), TIME, Map.of());
  }

  private static EntryAttributes attributes(int mode) {
    return new EntryAttributes(mode, 0, 0, TIME, Map.of());
  }

  private static void file(LayerUnpacker unpacker, String path, String content) throws IOException {
    file(unpacker, path, content, attributes(0644));
  }

  private static void file(
      LayerUnpacker unpacker, String path, String content, EntryAttributes attributes)
      throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    unpacker.add(
        new LayerEntry.File(path(path), attributes, bytes.length), new ByteArrayInputStream(bytes));
  }

  private static LayerEntry directory(String path, int mode) {
    return new LayerEntry.Directory(path(path), attributes(mode));
  }

  private static LayerEntry symlink(String path, String target) {
    return new LayerEntry.Symlink(path(path), attributes(0777), ByteNames.encode(target));
  }

  private static void link(LayerUnpacker unpacker, String path, String target) throws IOException {
    unpacker.add(new LayerEntry.HardLink(path(path), path(target)), attributes(0644));
  }

  private int mode(String name) throws IOException {
    return (int) Files.getAttribute(target.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS)
        & 07777;
  }

  @Test
  void entries_ofEveryKind_areThere() throws IOException {
    assertThat(
            unpacked(
                unpacker -> {
                  file(unpacker, "a", "one");
                  unpacker.add(directory("d", 0755));
                  link(unpacker, "d/a", "a");
                  file(unpacker, "implied/deep/f", "two");
                  unpacker.add(symlink("link", "../d//./a"));
                  unpacker.add(new LayerEntry.Fifo(path("pipe"), attributes(0600)));
                }))
        .containsExactly(
            "a = one",
            "d/",
            "d/a = one",
            "implied/",
            "implied/deep/",
            "implied/deep/f = two",
            "link -> ../d/./a");
    assertThat(Files.isSameFile(target.resolve("a"), target.resolve("d/a"))).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void attributes_areSetInTheEnd() throws IOException {
    try (LayerUnpacker unpacker = unpacker()) {
      unpacker.add(new LayerEntry.Directory(path("d"), own(01555)));
      file(unpacker, "d/f", "x", own(04711));
      unpacker.add(symlink("d/link", "f"));
      unpacker.add(new LayerEntry.Directory(path("shut"), own(0)));
      file(unpacker, "shut/f", "x", own(0));
      link(unpacker, "z", "shut/f");
    }

    FileTime time = FileTime.from(TIME, TimeUnit.NANOSECONDS);
    for (String name : List.of("d", "d/f", "shut", "z")) {
      assertThat(Files.getLastModifiedTime(target.resolve(name))).isEqualTo(time);
    }
    assertThat(mode("d")).isEqualTo(01555);
    assertThat(mode("d/f")).isEqualTo(04711);
    assertThat(mode("shut")).isZero();
    assertThat(mode("z")).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void owner_thatIsLeftOut_takesItsBitsWithIt() throws IOException {
    int other = 12345;
    List<String> unused =
        unpacked(
            unpacker ->
                file(unpacker, "f", "x", new EntryAttributes(06755, other, other, TIME, Map.of())));

    boolean isOther = Files.getAttribute(target.resolve("f"), "unix:uid").equals(other);
    assertThat(mode("f")).isEqualTo(isOther ? 06755 : 0755);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void xattr_ofUsers_isSet() throws IOException {
    EntryAttributes attributes =
        new EntryAttributes(
            0444,
            0,
            0,
            TIME,
            Map.of("user.note", new byte[] {7}, "security.capability", new byte[] {1}));
    List<String> unused = unpacked(unpacker -> file(unpacker, "f", "x", attributes));

    Map<String, Object> xattrs = Map.of();
    try {
      xattrs = Files.readAttributes(target.resolve("f"), "user:*");
    } catch (FileSystemException e) {
      assumeThat(e).as("the file system has extended attributes").isNull();
    }
    assumeThat(Files.getFileStore(target).supportsFileAttributeView("user")).isTrue();
    assertThat(xattrs).containsOnlyKeys("note");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void directory_whileItIsFilled_isItsOwnersAlone() throws IOException {
    Files.createDirectory(target);
    Files.setAttribute(target, "unix:mode", 01777);

    try (LayerUnpacker unpacker = unpacker()) {
      unpacker.add(directory("d", 0777));
      assertThat(mode("")).isEqualTo(0700);
      assertThat(mode("d")).isEqualTo(0700);
    }

    assertThat(mode("")).isEqualTo(01777);
    assertThat(mode("d")).isEqualTo(0777);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void root_thatIsNamed_getsItsAttributes() throws IOException {
    List<String> unused =
        unpacked(
            unpacker -> {
              unpacker.add(new LayerEntry.Directory(EntryPath.ROOT, own(0751)));
              file(unpacker, "f", "x");
            });

    assertThat(mode("")).isEqualTo(0751);
    assertThat(Files.getLastModifiedTime(target).to(TimeUnit.NANOSECONDS)).isEqualTo(TIME);
  }

  @Test
  void entry_belowALink_isRefused() throws IOException {
    Path victim = Files.createDirectory(directory.resolve("victim"));
    try (LayerUnpacker unpacker = unpacker()) {
      unpacker.add(symlink("a", victim.toString()));

      assertThatThrownBy(() -> file(unpacker, "a/f", "x"))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> unpacker.add(directory("a/sub", 0755)))
          .isInstanceOf(IOException.class);
    }
    assertThat(TreeText.of(victim)).isEmpty();
  }

  @Test
  void hardLink_throughALinkOrToNothing_isRefused() throws IOException {
    Path victim = Files.createDirectory(directory.resolve("victim"));
    Files.writeString(victim.resolve("secret"), "secret");
    try (LayerUnpacker unpacker = unpacker()) {
      unpacker.add(symlink("a", victim.toString()));

      assertThatThrownBy(() -> link(unpacker, "b", "a/secret"))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage("a/secret: a hard link leads to what is not there");
      assertThatThrownBy(() -> link(unpacker, "c", "nowhere"))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(
              () -> unpacker.add(new LayerEntry.HardLink(path("d"), EntryPath.ROOT), attributes(0)))
          .isInstanceOf(NoSuchFileException.class);
    }
    assertThat(TreeText.of(target)).hasSize(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hardLink_toALink_isTheLink() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "secret");

    List<String> unused =
        unpacked(
            unpacker -> {
              unpacker.add(symlink("a", victim.toString()));
              link(unpacker, "b", "a");
            });

    assertThat(Files.readSymbolicLink(target.resolve("b"))).isEqualTo(victim);
    assertThat((int) Files.getAttribute(victim, "unix:nlink")).isEqualTo(1);
  }

  @Test
  void hardLink_toWhatWasLeftOut_isLeftOut() throws IOException {
    assertThat(
            unpacked(
                unpacker -> {
                  unpacker.add(new LayerEntry.Fifo(path("a"), attributes(0600)));
                  link(unpacker, "b", "a");
                  link(unpacker, "c", "b");
                }))
        .isEmpty();
  }

  @Test
  void entries_unsorted_areRefused() throws IOException {
    try (LayerUnpacker unpacker = unpacker()) {
      file(unpacker, "b/c", "x");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> file(unpacker, "a", "x"))
          .withMessage("entries are not sorted: a after b/c");
      assertThatIllegalArgumentException().isThrownBy(() -> file(unpacker, "b/c", "y"));
      assertThatIllegalArgumentException().isThrownBy(() -> unpacker.add(directory("b", 0755)));
    }
  }

  @Test
  void content_ofOtherLength_isRefused() throws IOException {
    LayerEntry.File file = new LayerEntry.File(path("f\n"), attributes(0644), 3);
    try (LayerUnpacker unpacker = unpacker()) {
      assertThatThrownBy(() -> unpacker.add(file, InputStream.nullInputStream()))
          .isInstanceOf(IOException.class)
          .hasMessage("f\\x0a has 3 bytes too few: expected 3");
    }
    try (LayerUnpacker other =
        LayerUnpacker.into(directory.resolve("other"), UnusualEntries.OF_WHOLE_TREES)) {
      assertThatThrownBy(() -> other.add(file, new ByteArrayInputStream(new byte[4])))
          .isInstanceOf(IOException.class)
          .hasMessage("f\\x0a has more than 3 bytes");
    }
  }

  @Test
  void file_withHoles_isAllThere() throws IOException {
    byte[] content = new byte[1_000_000];
    content[200_000] = 1;
    try (LayerUnpacker unpacker = unpacker()) {
      unpacker.add(
          new LayerEntry.File(path("f"), attributes(0644), content.length),
          new ByteArrayInputStream(content));
      unpacker.add(
          new LayerEntry.File(path("zeros"), attributes(0644), 500_000),
          new ByteArrayInputStream(new byte[500_000]));
    }

    assertThat(target.resolve("f")).hasBinaryContent(content);
    assertThat(target.resolve("zeros")).hasBinaryContent(new byte[500_000]);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void names_thatAreNoText_keepTheirBytes() throws Exception {
    List<String> unused =
        unpacked(
            unpacker -> {
              file(unpacker, "x\udcffy/ä %2f", "one");
              unpacker.add(symlink("y", "../\udcff/../b/"));
              unpacker.add(symlink("z", "/\udcff"));
            });

    Process find =
        new ProcessBuilder("find", target.toString(), "-mindepth", "1", "-printf", "%P>%l\n")
            .start();
    String listed = ByteNames.decode(find.getInputStream().readAllBytes());
    assertThat(listed.lines())
        .containsExactlyInAnyOrder("x\udcffy>", "x\udcffy/ä %2f>", "y>../\udcff/../b", "z>/\udcff");
  }

  @Test
  void names_thatAreOneOnTheHost_areBothNamed() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows());
        LayerUnpacker unpacker =
            LayerUnpacker.into(memory.getPath("C:\\t"), UnusualEntries.OF_WHOLE_TREES)) {
      file(unpacker, "README", "x");

      assertThatThrownBy(() -> file(unpacker, "readme", "y"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("readme")
          .hasMessageContaining("README")
          .hasMessageContaining("the file system takes both names for one");
      assertThatThrownBy(() -> unpacker.add(directory("rEADME", 0755)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void names_thatTheHostCannotHave_areRefused() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows());
        LayerUnpacker unpacker =
            LayerUnpacker.into(memory.getPath("C:\\t"), UnusualEntries.OF_WHOLE_TREES)) {
      for (String name : List.of("..\\x", "C:", "a\\b", "c:d")) {
        assertThatThrownBy(() -> file(unpacker, name, "x"))
            .as(name)
            .isInstanceOfAny(FileSystemException.class, IllegalArgumentException.class)
            .hasMessageContaining(name);
      }
      try (var files = Files.list(memory.getPath("C:\\"))) {
        assertThat(files.map(Path::toString)).doesNotContain("C:\\x");
      }
    }
  }

  @Test
  void fileSystem_withoutLinksOrOwners_getsWhatItCanHave() throws IOException {
    URI uri = URI.create("jar:" + directory.resolve("a.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      try (LayerUnpacker unpacker =
          LayerUnpacker.into(zip.getPath("/"), UnusualEntries.OF_WHOLE_TREES)) {
        file(unpacker, "d/f", "one");
        link(unpacker, "g", "d/f");
        assertThatThrownBy(() -> unpacker.add(symlink("s", "g")))
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("no symbolic links");
      }

      assertThat(Files.readString(zip.getPath("/g"))).isEqualTo("one");
    }
  }

  @Test
  void whiteouts_areWhatIsMadeOfThem() throws IOException {
    List<String> seen = new ArrayList<>();
    UnusualEntries unusual =
        new UnusualEntries() {
          @Override
          public void addWhiteout(Path path) throws IOException {
            Path unused = Files.writeString(path, "gone");
          }

          @Override
          public void addOpaque(Path opaque) {
            seen.add("opaque " + target.relativize(opaque));
          }

          @Override
          public boolean addSpecial(LayerEntry entry, Path path) throws IOException {
            Path unused = Files.writeString(path, "special");
            return true;
          }
        };
    try (LayerUnpacker unpacker = LayerUnpacker.into(target, unusual)) {
      unpacker.add(directory("d", 0755));
      unpacker.add(new LayerEntry.Opaque(path("d")));
      unpacker.add(new LayerEntry.Whiteout(path("d/a")));
      unpacker.add(new LayerEntry.Fifo(path("d/p"), attributes(0600)));
      unpacker.add(new LayerEntry.Opaque(path("e")));
    }

    assertThat(seen).containsExactly("opaque d", "opaque e");
    assertThat(TreeText.of(target)).containsExactly("d/", "d/a = gone", "d/p = special", "e/");
    try (LayerUnpacker refusing =
        LayerUnpacker.into(directory.resolve("other"), UnusualEntries.OF_WHOLE_TREES)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> refusing.add(new LayerEntry.Whiteout(path("a"))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> refusing.add(new LayerEntry.Opaque(path("b"))));
    }
  }
}
