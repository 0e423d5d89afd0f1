package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.FileChange;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the mounts of a process that is killed. */
final class KilledProcessTest {
  private static final int KILLED = 9;

  @TempDir private Path root;

  /**
   * Mounts an image twice and a container of it, changes that, and ends without closing anything.
   */
  public static void main(String[] args) throws Exception {
    ImageStore store = OverlayImageStore.open(Path.of(args[0]));
    Mount readOnly = store.mount("image:1").readOnly();
    WritableMount writable = store.mount("image:1").readWrite();
    WritableMount container = store.mountContainer("c1");
    Files.writeString(container.root().resolve("note"), "kept");
    assertThat(readOnly.root()).isNotEqualTo(writable.root());
    Runtime.getRuntime().halt(KILLED);
  }

  @Test
  void open_afterAProcessWasKilled_takesItsMountsAway() throws Exception {
    OverlayProbe probe = OverlayProbe.probe(root);
    assumeTrue(probe.works(), probe.explanation());
    TestImage image = TestImage.of(tar().file("a", "1")).tagged("image:1");
    try (ImageStore store = OverlayImageStore.open(root)) {
      store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(image)));
      store.create("image:1").command("x").named("c1");
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcessTest.class.getName(),
                root.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(KILLED);
    assertThat(MountTable.read().in(root.toRealPath())).hasSize(3);

    try (ImageStore store = OverlayImageStore.open(root)) {
      assertThat(MountTable.read().in(root.toRealPath())).isEmpty();
      try (Stream<Path> staged = Files.list(root.resolve("staging"))) {
        assertThat(staged).isEmpty();
      }
      try (WritableMount container = store.mountContainer("c1");
          Stream<FileChange> changes = container.changes()) {
        assertThat(changes).extracting(FileChange::toString).containsExactly("A /note");
        assertThat(container.root().resolve("note")).hasContent("kept");
      }
    }
  }
}
