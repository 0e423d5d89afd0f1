package dev.lamina.overlay;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lamina.ImageStore;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.WritableMount;
import dev.lamina.contract.TestImage;
import dev.lamina.overlay.OverlayProbe.Feature;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of what is changed in mounts. */
final class ChangesLimitTest {
  private static final int LIMIT = 1 << 20;
  private static final TestImage IMAGE =
      TestImage.of(tar().file("a", "1").file("large", "x".repeat(LIMIT / 2))).tagged("image:1");

  @TempDir private Path directory;

  @BeforeEach
  void requireMounts() throws IOException {
    TestedOverlay.requireOfRoot(directory);
  }

  private static OverlayOptions limited(String mode) {
    return OverlayOptions.defaults().mode(OverlayOptions.Mode.valueOf(mode)).changesLimit(LIMIT);
  }

  private static void write(Path tree, String name, int bytes) throws IOException {
    Path unused = Files.write(tree.resolve(name), new byte[bytes]);
  }

  private static void assertIsFull(Path tree, int bytes) {
    assertThatThrownBy(() -> write(tree, "too-large", bytes))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*(No space left on device|Disk quota exceeded).*");
  }

  /** Returns the projects that the upper directories in a store belong to. */
  private static Set<Integer> projects(Path root) throws IOException {
    Set<Integer> projects = new HashSet<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path upper : paths.filter(path -> path.endsWith("upper")).toList()) {
        int project = PosixQuota.project(upper);
        assertThat(PosixQuota.project(upper.resolveSibling("work"))).isEqualTo(project);
        projects.add(project);
      }
    }
    return projects;
  }

  @Test
  void open_fileSystemWithoutQuotas_isRefusedWithTheReason() {
    assumeFalse(OverlayProbe.probe(directory).has(Feature.QUOTA), "it has quotas");

    assertThatThrownBy(() -> OverlayImageStore.open(directory.resolve("store"), limited("AUTO")))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("with the limit of its options: they do not work here")
        .hasMessageContaining("quota: no (");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"xfs, KERNEL", "ext4, KERNEL", "xfs, FUSE"})
  void readWrite_moreThanTheLimit_isRefused(String type, String mode) throws Exception {
    try (LoopDisk disk = LoopDisk.withProjects(type, directory)) {
      Path root = disk.path().resolve("store");
      try (ImageStore store = OverlayImageStore.open(root, limited(mode))) {
        load(store, IMAGE);
        Set<Integer> projects;
        try (WritableMount one = store.mount("image:1").readWrite();
            WritableMount two = store.mount("image:1").readWrite()) {
          write(one.root(), "one", LIMIT / 4 * 3);
          assertIsFull(one.root(), LIMIT / 2);
          assertThatThrownBy(() -> Posix.chmod(one.root().resolve("large"), 0600))
              .isInstanceOf(FileSystemException.class);
          write(two.root(), "two", LIMIT / 4 * 3);
          assertIsFull(two.root(), LIMIT / 2);
          projects = projects(root);
          assertThat(projects).hasSize(2).doesNotContain(0);
        }
        for (int project : projects) {
          assertThat(PosixQuota.use(root, project).limit()).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "ext4"})
  void container_limitIsThatOfTheOpenStore(String type) throws Exception {
    try (LoopDisk disk = LoopDisk.withProjects(type, directory)) {
      Path root = disk.path().resolve("store");
      OverlayOptions limited = limited("KERNEL");
      int project;
      try (ImageStore store = OverlayImageStore.open(root, limited)) {
        load(store, IMAGE);
        store.create("image:1").command("x").named("c1");
        try (WritableMount mount = store.mountContainer("c1")) {
          write(mount.root(), "one", LIMIT / 4 * 3);
          assertIsFull(mount.root(), LIMIT / 2);
        }
        project = projects(root).iterator().next();
        assertThat(PosixQuota.use(root, project).limit()).isEqualTo(LIMIT);
      }
      try (ImageStore store = OverlayImageStore.open(root, limited.changesLimit(2 * LIMIT + 1));
          WritableMount mount = store.mountContainer("c1")) {
        assertThat(PosixQuota.use(root, project).limit()) // Whole blocks.
            .isBetween(2L * LIMIT + 1, 2L * LIMIT + 4096);
        write(mount.root(), "two", LIMIT);
        assertIsFull(mount.root(), LIMIT);
      }
      try (ImageStore store = OverlayImageStore.open(root, OverlayOptions.defaults())) {
        try (WritableMount mount = store.mountContainer("c1")) {
          write(mount.root(), "three", 3 * LIMIT);
        }
        store.removeContainer("c1");
      }
      assertThat(PosixQuota.use(root, project).limit()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "ext4"})
  void make_numberIsTaken_takesTheNext(String type) throws Exception {
    try (LoopDisk disk = LoopDisk.withProjects(type, directory)) {
      Path one = Files.createDirectory(disk.path().resolve("one"));
      Path theirs = Files.createDirectory(disk.path().resolve("theirs"));
      int taken = (int) UpperStat.read(one).inode() | 0x8000_0000;
      PosixQuota.setProject(theirs, taken);

      ProjectQuota quota = ProjectQuota.make(one, LIMIT);

      assertThat(quota.project()).isEqualTo(taken + 1);
      assertThat(ProjectQuota.of(one)).contains(quota);
      assertThat(PosixQuota.use(disk.path(), taken)).isEqualTo(new PosixQuota.Use(1, 0));
    }
  }
}
