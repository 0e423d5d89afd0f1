package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import dev.lamina.engine.ImageStores;
import dev.lamina.overlay.OverlayProbe.Feature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one has written, another one does not misread. */
final class ChangesWriterTest {
  @TempDir private Path directory;

  private Path root = Path.of("");

  @BeforeEach
  void requireAll() {
    root = directory.resolve("store");
    for (ChangesWriter writer : List.of(ChangesWriter.KERNEL, ChangesWriter.FUSE)) {
      OverlayProbe probe = probe(writer);
      assumeTrue(probe.works() && probe.has(Feature.TRUSTED_XATTRS), probe.explanation());
    }
  }

  private OverlayProbe probe(ChangesWriter writer) {
    OverlayProbe.Mode mode = writer.isFuse() ? OverlayProbe.Mode.FUSE : OverlayProbe.Mode.KERNEL;
    return OverlayProbe.probe(
        directory, OverlayOptions.defaults().mode(OverlayOptions.Mode.valueOf(mode.name())));
  }

  /** Opens the store as a process that has only what a writer needs. */
  private ImageStore open(ChangesWriter writer, OverlayOptions.Mode mode) {
    OverlayProbe all = probe(writer);
    List<OverlayProbe.Verdict> verdicts =
        all.verdicts().stream()
            .filter(
                verdict ->
                    writer.marks() == Marks.TRUSTED || verdict.feature() != Feature.TRUSTED_XATTRS)
            .toList();
    OverlayDriver driver =
        new OverlayDriver(
            new OverlayProbe(verdicts, all.mode()), OverlayOptions.defaults().mode(mode));
    return ImageStores.open(root, driver, StoreOptions.defaults());
  }

  private static void fill(ImageStore store) throws IOException {
    TestImage image = TestImage.of(tar().directory("d").file("d/below", "1")).tagged("image:1");
    List<Image> unused = store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(image)));
    store.create("image:1").command("x").named("c1");
    try (WritableMount mount = store.mountContainer("c1")) {
      Files.delete(mount.root().resolve("d/below"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KERNEL, KERNEL_USER, AUTO, with privilege on the whole machine",
    "KERNEL_USER, KERNEL, AUTO, as by unshare -rm",
    "KERNEL, FUSE, FUSE, with privilege on the whole machine",
    "FUSE, KERNEL, KERNEL, OverlayOptions.mode(FUSE)",
    "FUSE, KERNEL_USER, AUTO, OverlayOptions.mode(FUSE)",
    "FUSE_USER, KERNEL, AUTO, as that user",
  })
  void mountContainer_changesOfAnotherWriter_areRefused(
      ChangesWriter first, ChangesWriter second, OverlayOptions.Mode mode, String advice)
      throws IOException {
    try (ImageStore store = open(first, OverlayOptions.Mode.AUTO)) {
      fill(store);
    }

    try (ImageStore store = open(second, mode)) {
      assertThatThrownBy(() -> store.mountContainer("c1"))
          .isInstanceOf(UnsupportedStorageException.class)
          .hasMessageContaining("cannot use the changes in " + root)
          .hasMessageContaining(advice);
      assertThat(MountTable.read().in(root.toRealPath())).isEmpty();
    }

    requireKept(first);
  }

  private void requireKept(ChangesWriter writer) throws IOException {
    try (ImageStore store = open(writer, OverlayOptions.Mode.AUTO);
        WritableMount mount = store.mountContainer("c1");
        Stream<FileChange> changes = mount.changes()) {
      assertThat(changes).extracting(FileChange::toString).containsExactly("C /d", "D /d/below");
      assertThat(mount.root().resolve("d")).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @CsvSource({"FUSE, KERNEL", "FUSE_USER, KERNEL_USER"})
  void mountContainer_whereBothMayMount_isByTheOneThatHasWritten(
      ChangesWriter first, ChangesWriter second) throws IOException {
    try (ImageStore store = open(first, OverlayOptions.Mode.AUTO)) {
      fill(store);
    }

    requireKept(second);
  }

  @Test
  void mountContainer_noteIsDamaged_saysSo() throws IOException {
    try (ImageStore store = open(ChangesWriter.KERNEL, OverlayOptions.Mode.AUTO)) {
      fill(store);
      Path note = changes().writer();
      assertThat(note).hasContent("kernel");
      Files.writeString(note, "");

      assertThatThrownBy(() -> store.mountContainer("c1"))
          .hasStackTraceContaining("the note of who wrote changes is damaged: " + note);
    }
  }

  private ChangesDirectory changes() throws IOException {
    try (Stream<Path> containers = Files.list(root.resolve("containers"))) {
      return new ChangesDirectory(containers.findFirst().orElseThrow().resolve("changes"));
    }
  }
}
