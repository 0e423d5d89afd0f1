package dev.lamina.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.MountInUseException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
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

final class FuseMounterTest {
  private static final OverlayFlags FLAGS = new OverlayFlags(Map.of(), true, true, false);

  private final Mounter mounter = new FuseMounter();

  @TempDir Path temporary;

  private Path directory = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void requireFuse() throws IOException {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "this user cannot use /dev/fuse");
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "fuse-overlayfs"))),
        "fuse-overlayfs is not installed");
    use(temporary.toRealPath());
  }

  private void use(Path root) throws IOException {
    directory = root;
    target = Files.createDirectories(root.resolve("target"));
    for (String name : List.of("a", "b", "upper", "work")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.writeString(root.resolve("a/both"), "of a");
    Files.writeString(root.resolve("b/both"), "of b");
    Files.writeString(root.resolve("b/base"), "");
  }

  @AfterEach
  void unmount() throws IOException {
    for (Path point : MountTable.read().in(temporary.toRealPath())) {
      mounter.detach(point);
    }
  }

  private OverlayPlan plan(boolean writable) {
    OverlayPlan.Upper upper =
        new OverlayPlan.Upper(directory.resolve("upper"), directory.resolve("work"));
    return new OverlayPlan(
        List.of(directory.resolve("a"), directory.resolve("b")),
        writable ? Optional.of(upper) : Optional.empty(),
        FLAGS,
        target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a,b\\c", "a b\nc", "\u00e9"})
  void mount_anyName_takesChanges(String name) throws IOException {
    use(directory.resolve(name));

    mounter.mount(plan(true));
    Files.writeString(target.resolve("new"), "n");

    assertThat(target.resolve("both")).hasContent("of a");
    assertThat(target.resolve("base")).exists();
    assertThat(directory.resolve("upper/new")).hasContent("n");

    mounter.unmount(target);
    mounter.unmount(target);

    assertThat(target).isEmptyDirectory();
  }

  @Test
  void mount_colonInTheUpper_isRefused() throws IOException {
    use(directory.resolve("a:b"));

    assertThatThrownBy(() -> mounter.mount(plan(true)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fuse-overlayfs cannot change a directory with ':' in its path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a:b"})
  void mount_withoutUpper_isReadOnly(String name) throws IOException {
    use(directory.resolve(name));

    mounter.mount(plan(false));

    assertThat(target.resolve("both")).hasContent("of a");
    assertThatThrownBy(() -> Files.writeString(target.resolve("new"), ""))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void unmount_inUse_saysByWhomAndDetachWorks() throws Exception {
    mounter.mount(plan(false));
    Process process = new ProcessBuilder("cat").directory(target.toFile()).start();
    try {
      assertThatThrownBy(() -> mounter.unmount(target))
          .isInstanceOf(MountInUseException.class)
          .hasMessageContaining("process %d (cat): working directory".formatted(process.pid()));

      mounter.detach(target);

      assertThat(target).isEmptyDirectory();
    } finally {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void mount_missingLower_saysWhatTheProgramSays() throws IOException {
    Files.delete(directory.resolve("a/both"));
    Files.delete(directory.resolve("a"));

    assertThatThrownBy(() -> mounter.mount(plan(true)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot mount " + target + ": fuse-overlayfs: ")
        .hasMessageContaining("No such file or directory");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  private OverlayPlan plan(int lowers) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < lowers; i++) {
      Path lower = Files.createDirectories(directory.resolve("a,b:c" + "-".repeat(100) + i + "/d"));
      Files.createFile(lower.resolve("f" + i));
      paths.add(0, lower);
    }
    return new OverlayPlan(paths, Optional.empty(), FLAGS, target);
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 500})
  void mount_manyLowers_joinsEachOfThem(int count) throws IOException {
    mounter.mount(plan(count));

    try (Stream<Path> files = Files.list(target)) {
      assertThat(files).hasSize(count);
    }
    assertThat(target.resolve("f0")).exists();
  }

  @Test
  void mount_theLowestOfManyIsMissing_isRefused() throws IOException {
    OverlayPlan plan = plan(127);
    Files.delete(plan.lowers().get(126).resolve("f0"));
    Files.delete(plan.lowers().get(126));

    assertThatThrownBy(() -> mounter.mount(plan))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No such file or directory");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  @Test
  void mount_moreLowersThanFilesMayBeOpen_isRefused() throws IOException {
    Path program = directory.resolve("program");
    Files.writeString(program, "#!/bin/sh\nulimit -n 64; exec fuse-overlayfs \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(() -> new FuseMounter(program.toString(), "fusermount3").mount(plan(127)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Too many open files");
    assertThat(MountTable.read().at(target)).isEmpty();
  }

  @Test
  void mount_noProgram_saysSo() {
    assertThatThrownBy(() -> new FuseMounter("no-such-program", "fusermount3").mount(plan(true)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot run no-such-program")
        .hasMessageContaining("use the storage vfs");
  }
}
