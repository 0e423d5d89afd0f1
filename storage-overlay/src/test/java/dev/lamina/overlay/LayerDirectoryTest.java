package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.InvalidArchiveException;
import dev.lamina.contract.TarBuilder;
import dev.lamina.internal.layer.TreeLines;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LayerDirectoryTest {
  private static final EntryAttributes PLAIN = new EntryAttributes(0644, 0, 0, 0, Map.of());

  @TempDir Path temporary;

  private Path directory = Path.of("");

  @BeforeEach
  void requireRoot() throws IOException {
    assumeTrue(OverlayProbe.probe(temporary).works(), "the kernel joins no directories here");
    assumeTrue(Posix.effectiveUser() == 0, "only root may give files to others");
    directory = temporary.toRealPath();
  }

  private Path unpacked(Marks marks, TarBuilder tar) throws IOException {
    return LayerDirectory.diff(UnpackedStack.of(directory, marks, tar).directory(0));
  }

  private static Object unix(Path file, String attribute) throws IOException {
    return Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  @ParameterizedTest
  @EnumSource(Marks.class)
  void unpack_allKindsOfEntries_makesThemAsTheLayerSays(Marks marks) throws IOException {
    byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    UnpackedStack stack =
        UnpackedStack.of(
            directory,
            marks,
            tar()
                .directory(".")
                .mode(01777)
                .owner(5, 6)
                .directory("closed")
                .mode(0)
                .directory("closed/in")
                .mode(02750)
                .owner(1000, 4_294_967_294L)
                .file("closed/in/f", "text")
                .mode(06755)
                .owner(1000, 1000)
                .modified(Instant.ofEpochSecond(1_700_000_000L, 123_456_789))
                .file("none", "")
                .mode(0)
                .file("all", "x".repeat(200_000))
                .mode(07777)
                .file("ping", "binary")
                .mode(0755)
                .owner(3, 4)
                .xattr("security.capability", capability)
                .xattr("user.note", "text".getBytes(UTF_8))
                .file("read-only", "r")
                .mode(0444)
                .xattr("user.note", new byte[] {0, 1})
                .symlink("link", "/etc//passwd/")
                .owner(9, 9)
                .symlink("\u00fcber", "..")
                .owner(9, 9)
                .hardLink("same", "closed/in/f")
                .hardLink("link2", "link")
                .characterDevice("null", 1, 3)
                .owner(0, 5)
                .mode(0666)
                .fifo("pipe")
                .mode(0622)
                .file("implied/f\u00e9", "")
                .sparse("sparse", 1 << 20, 300_000, "piece"));

    Path diff = LayerDirectory.diff(stack.directory(0));

    try (LayerTree tree = stack.tree()) {
      assertThat(HostLines.of(diff)).isEqualTo(TreeLines.of(tree));
    }
    assertThat(unix(diff.resolve("closed/in/f"), "nlink")).isEqualTo(2);
    assertThat(unix(diff.getParent(), "uid")).as("what a link leads to").isEqualTo(0);
    assertThat(LayerNotes.read(diff.getParent()))
        .isEqualTo(new LayerNotes(false, List.of(EntryPath.parse("implied")), List.of()));
  }

  @Test
  void unpack_rootThatNothingNames_isPlain() throws IOException {
    Path diff = unpacked(Marks.TRUSTED, tar().file("f", "").owner(1, 2));

    assertThat(HostLines.of(diff).get(0)).isEqualTo(" DIRECTORY 755 0:0 0 {}  0:0 ");
    assertThat(LayerNotes.read(diff.getParent()).implied()).containsExactly(EntryPath.ROOT);
  }

  @ParameterizedTest
  @CsvSource({"TRUSTED, trusted.overlay.opaque", "USER, user.overlay.opaque"})
  void unpack_whatHides_isMarked(Marks marks, String opaque) throws IOException {
    Path diff =
        unpacked(
            marks,
            tar().whiteout("gone").whiteout("d/gone").whiteout("e").file("e/f", "").opaque("o"));

    for (String whiteout : List.of("gone", "d/gone")) {
      assertThat((int) unix(diff.resolve(whiteout), "mode") >> 12).isEqualTo(2);
      assertThat(unix(diff.resolve(whiteout), "rdev")).isEqualTo(0L);
    }
    assertThat(Posix.xattr(diff.resolve("e"), opaque)).containsExactly('y');
    assertThat(Posix.xattr(diff.resolve("o"), opaque)).containsExactly('y');
    assertThat(Posix.xattr(diff.resolve("d"), opaque)).isNull();
    LayerNotes notes = LayerNotes.read(diff.getParent());
    assertThat(notes.isRootOpaque()).isFalse();
    assertThat(notes.whiteouts()).containsExactlyInAnyOrder(EntryPath.ROOT, EntryPath.parse("d"));
  }

  @Test
  void unpack_opaqueRoot_isNoted() throws IOException {
    Path diff = unpacked(Marks.TRUSTED, tar().opaque(".").file("f", ""));

    assertThat(LayerNotes.read(diff.getParent()).isRootOpaque()).isTrue();
  }

  @Test
  void unpack_longZeros_areHoles() throws IOException {
    Path diff = unpacked(Marks.TRUSTED, tar().sparse("s", 16 << 20, 1 << 20, "piece"));

    assertThat(diff.resolve("s")).hasSize(16 << 20);
    try (var channel = Files.newByteChannel(diff.resolve("s"))) {
      assertThat(channel.position(1 << 20).size()).isEqualTo(16 << 20);
    }
    Process stat = new ProcessBuilder("stat", "-c", "%b", diff.resolve("s").toString()).start();
    long blocks = Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
    assertThat(blocks * 512).isLessThan(1 << 20);
  }

  /** Contents that no reader of layers would give. */
  private static LayerContent content(LayerEntry entry, byte[] bytes) {
    return new LayerContent() {
      @Override
      public Digest diffId() {
        return Digest.sha256(bytes);
      }

      @Override
      public void entries(Entries consumer) throws IOException {
        consumer.accept(
            new LayerEntry.Directory(EntryPath.ROOT, EntryAttributes.UNNAMED_DIRECTORY), false);
        consumer.accept(entry, true);
      }

      @Override
      public void files(Files consumer) throws IOException {
        if (entry instanceof LayerEntry.File file) {
          consumer.accept(file, ContentWriter.of(file, new ByteArrayInputStream(bytes)));
        }
      }

      @Override
      public void close() {}
    };
  }

  private void unpack(LayerEntry entry) throws IOException {
    LayerDirectory.unpack(content(entry, new byte[3]), directory, Marks.TRUSTED, Durability.FULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trusted.overlay.redirect", "user.overlay.opaque"})
  void unpack_markOfOverlayfs_isRefused(String name) {
    EntryAttributes forged = new EntryAttributes(0644, 0, 0, 0, Map.of(name, new byte[] {'y'}));

    assertThatThrownBy(() -> unpack(new LayerEntry.File(EntryPath.parse("f"), forged, 3)))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining(name);
  }

  @Test
  void unpack_deviceThatWouldBeAWhiteout_isRefused() {
    assertThatThrownBy(
            () -> unpack(new LayerEntry.Device(EntryPath.parse("d"), PLAIN, false, 0, 0)))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("layer entry \"d\": forged overlay mark: character device 0:0");
  }

  @ParameterizedTest
  @CsvSource({"2, 3 bytes: expected 2", "5, 3 bytes: expected 5"})
  void unpack_contentsOfAnotherLength_areRefused(int size, String message) {
    assertThatThrownBy(() -> unpack(new LayerEntry.File(EntryPath.parse("a/f"), PLAIN, size)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layer entry \"a/f\"");
    assertThatThrownBy(
            () -> {
              Path unused = Files.createDirectory(directory.resolve("again"));
              LayerDirectory.unpack(
                  content(new LayerEntry.File(EntryPath.parse("f"), PLAIN, size), new byte[3]),
                  directory.resolve("again"),
                  Marks.TRUSTED,
                  Durability.FAST);
            })
        .isInstanceOf(IOException.class)
        .hasMessage("layer entry \"f\" has " + message);
  }

  @Test
  void unpack_attributeThatTheKernelRefuses_namesTheEntry() {
    EntryAttributes odd = new EntryAttributes(0777, 0, 0, 0, Map.of("user.a", new byte[1]));

    assertThatThrownBy(
            () -> unpack(new LayerEntry.Symlink(EntryPath.parse("l"), odd, new byte[] {'x'})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layer entry \"l\": cannot be given its extended attribute user.a");
  }

  @Test
  void unpack_pathLongerThanTheKernelTakes_namesTheEntry() {
    String name = "n".repeat(200);
    EntryPath path = EntryPath.parse((name + "/").repeat(20) + name.substring(0, 70));

    assertThatThrownBy(() -> unpack(new LayerEntry.Symlink(path, PLAIN, new byte[] {'x'})))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("layer entry \"nnn")
        .hasMessageContaining("the kernel takes at most 4095");
  }

  @Test
  void unpack_fileThatCannotBeForcedAhead_isMadeAllTheSame() throws IOException {
    byte[] bytes = "0123456789abcdef".repeat(1 << 12).getBytes(UTF_8);
    LayerEntry.File file = new LayerEntry.File(EntryPath.parse("f"), PLAIN, bytes.length);
    List<Path> refused = new ArrayList<>();
    Posix.passThrough(
        (name, path, call) -> {
          if (name.equals("sync_file_range")) {
            refused.add(path);
            throw new PosixException(name, path, Posix.EPERM);
          }
          return call.make();
        });
    try {
      LayerDirectory.unpack(content(file, bytes), directory, Marks.TRUSTED, Durability.FULL);
    } finally {
      Posix.passThrough(CallGate.OPEN);
    }

    Path made = LayerDirectory.diff(directory).resolve("f");
    assertThat(refused).containsExactly(made);
    assertThat(made).hasBinaryContent(bytes);
  }
}
