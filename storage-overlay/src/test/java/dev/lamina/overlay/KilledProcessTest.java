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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the mounts of a process that is killed. */
final class KilledProcessTest {
  private static final int KILLED = 9;

  @TempDir private Path directory;

  private Path root = Path.of("");

  @BeforeEach
  void makeRoot() throws IOException {
    root = directory.toRealPath().resolve("store");
  }

  @AfterEach
  void unmount() throws IOException {
    for (Path point : MountTable.read().in(directory.toRealPath())) {
      Posix.unmount(point, Posix.MNT_DETACH);
    }
  }

  private static OverlayOptions options(String mode) {
    return OverlayOptions.defaults().mode(OverlayOptions.Mode.valueOf(mode));
  }

  /**
   * Mounts an image twice and two containers of it, all but the first of these also elsewhere,
   * changes what can be changed, and ends without closing anything.
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    ImageStore store = OverlayImageStore.open(root, options(args[1]));
    Mount readOnly = store.mount("image:1").readOnly();
    WritableMount writable = store.mount("image:1").readWrite();
    WritableMount container = store.mountContainer("c1");
    Files.writeString(container.root().resolve("note"), "kept");
    assertThat(readOnly.root()).isNotEqualTo(writable.root());
    Mount unused = store.mount("image:1").at(root.resolveSibling("ro")).readOnly();
    unused = store.mount("image:1").at(root.resolveSibling("rw")).readWrite();
    WritableMount far = store.mountContainer("c2", root.resolveSibling("c2"));
    Files.writeString(far.root().resolve("note"), "kept");
    Files.writeString(far.root().resolve("at"), "1\n" + root.resolveSibling("ro"));
    Runtime.getRuntime().halt(KILLED);
  }

  private void beKilled(String mode) throws Exception {
    OverlayProbe probe = OverlayProbe.probe(directory, options(mode));
    assumeTrue(probe.works(), probe.explanation());
    TestImage image = TestImage.of(tar().file("a", "1")).tagged("image:1");
    try (ImageStore store = OverlayImageStore.open(root, options(mode))) {
      store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(image)));
      store.create("image:1").command("x").named("c1");
      store.create("image:1").command("x").named("c2");
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcessTest.class.getName(),
                root.toString(),
                mode)
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(KILLED);
  }

  private List<Path> mounted() throws IOException {
    return MountTable.read().in(directory.toRealPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"KERNEL", "FUSE"})
  void open_afterAProcessWasKilled_takesItsMountsAway(String mode) throws Exception {
    beKilled(mode);
    assertThat(mounted()).hasSize(6);

    try (ImageStore store = OverlayImageStore.open(root, options(mode))) {
      assertThat(mounted()).isEmpty();
      try (Stream<Path> staged = Files.list(root.resolve("staging"))) {
        assertThat(staged).isEmpty();
      }
      try (WritableMount container = store.mountContainer("c1");
          Stream<FileChange> changes = container.changes()) {
        assertThat(changes).extracting(FileChange::toString).containsExactly("A /note");
        assertThat(container.root().resolve("note")).hasContent("kept");
      }
      try (WritableMount container = store.mountContainer("c2");
          Stream<FileChange> changes = container.changes()) {
        assertThat(changes).extracting(FileChange::toString).containsExactly("A /at", "A /note");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KERNEL", "FUSE"})
  void open_othersHaveMountedThereSince_leavesTheirs(String mode) throws Exception {
    beKilled(mode);
    OverlayFlags flags = new OverlayFlags(Map.of(), false, false, false);
    Mounter mounter = mode.equals("FUSE") ? new FuseMounter() : new KernelMounter();
    List<Path> lowers =
        List.of(
            Files.createDirectory(directory.toRealPath().resolve("one")),
            Files.createDirectory(directory.toRealPath().resolve("two")));
    List<Path> theirs = List.of(root.resolveSibling("ro"), root.resolveSibling("c2"));
    for (Path point : theirs) {
      Posix.unmount(point, Posix.MNT_DETACH);
      mounter.mount(new OverlayPlan(lowers, Optional.empty(), flags, point));
    }

    try (ImageStore store = OverlayImageStore.open(root, options(mode))) {
      assertThat(mounted()).containsExactlyInAnyOrderElementsOf(theirs);
      store.mountContainer("c2").close();
    }
  }

  @Test
  void open_theProgramOfFuseWasKilledToo_takesItsMountsAway() throws Exception {
    beKilled("FUSE");
    List<ProcessHandle> programs =
        ProcessHandle.allProcesses().filter(process -> hasOpen(process, root)).toList();
    assertThat(programs).hasSize(6);
    for (ProcessHandle program : programs) {
      assertThat(program.destroyForcibly()).isTrue();
      program.onExit().join();
    }

    OverlayImageStore.open(root, options("FUSE")).close();

    assertThat(mounted()).isEmpty();
  }

  private static boolean hasOpen(ProcessHandle process, Path directory) {
    Path files = Path.of("/proc/" + process.pid() + "/fd");
    try (Stream<Path> open = Files.list(files)) {
      return open.anyMatch(file -> isIn(file, directory));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isIn(Path link, Path directory) {
    try {
      return Files.readSymbolicLink(link).startsWith(directory) && Files.isDirectory(link);
    } catch (IOException e) {
      return false;
    }
  }
}
