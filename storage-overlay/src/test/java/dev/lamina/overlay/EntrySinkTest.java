package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.internal.layer.NodeWriter;
import dev.lamina.internal.layer.TreeLines;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EntrySinkTest {
  private static final EntryAttributes PLAIN = new EntryAttributes(0644, 1, 2, 3, Map.of());

  @TempDir Path temporary;

  private Path target = Path.of("");

  @BeforeEach
  void requireRoot() throws IOException {
    assumeTrue(OverlayProbe.probe(temporary).works(), "the kernel joins no directories here");
    assumeTrue(Posix.effectiveUser() == 0, "only root may give files to others");
    target = Files.createDirectory(temporary.toRealPath().resolve("target"));
  }

  @Test
  void add_allOfATree_makesIt() throws IOException {
    UnpackedStack stack =
        UnpackedStack.of(
            temporary.toRealPath(),
            Marks.TRUSTED,
            tar()
                .directory("d")
                .mode(02000)
                .owner(7, 8)
                .file("d/f", "text")
                .owner(5, 6)
                .mode(04711)
                .symlink("d/l", "f")
                .fifo("p")
                .hardLink("z", "d/f"));
    try (LayerTree tree = stack.tree()) {
      try (EntrySink sink = EntrySink.into(target, Marks.TRUSTED)) {
        sink.add(new LayerEntry.Directory(EntryPath.ROOT, tree.root().attributes()));

        NodeWriter.writeAll(tree, sink);
      }

      assertThat(HostLines.of(target)).isEqualTo(TreeLines.of(tree));
    }
  }

  @Test
  void add_whatHides_isMarked() throws IOException {
    try (EntrySink sink = EntrySink.into(target, Marks.TRUSTED)) {
      sink.add(new LayerEntry.Directory(EntryPath.parse("a"), PLAIN));
      sink.add(new LayerEntry.Opaque(EntryPath.parse("a")));
      sink.add(new LayerEntry.Whiteout(EntryPath.parse("b/c")));
    }

    assertThat(Posix.xattr(target.resolve("a"), "trusted.overlay.opaque")).containsExactly('y');
    assertThat(Files.getAttribute(target.resolve("b/c"), "unix:rdev")).isEqualTo(0L);
    assertThat(Files.getAttribute(target.resolve("b"), "unix:mode")).isEqualTo(040755);
  }

  @Test
  void add_belowALink_isRefused() throws IOException {
    try (EntrySink sink = EntrySink.into(target, Marks.TRUSTED)) {
      sink.add(new LayerEntry.Symlink(EntryPath.parse("l"), PLAIN, new byte[] {'.', '.'}));

      assertThatThrownBy(
              () ->
                  sink.add(
                      new LayerEntry.File(EntryPath.parse("l/f"), PLAIN, 0),
                      InputStream.nullInputStream()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("layer entry \"l\"");
      assertThatThrownBy(
              () ->
                  sink.add(
                      new LayerEntry.HardLink(EntryPath.parse("m"), EntryPath.parse("l/x")), PLAIN))
          .isInstanceOf(NoSuchFileException.class);
    }
  }
}
