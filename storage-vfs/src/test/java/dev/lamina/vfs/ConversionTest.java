package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Container;
import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StorageChoice;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import dev.lamina.contract.TreeListing;
import dev.lamina.engine.ImageStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that becomes one of another storage has all that it had. */
final class ConversionTest {
  private static final Instant SOURCE_DATE = Instant.parse("2025-01-01T00:00:00Z");

  @TempDir private Path directory;

  private Path root;
  private Seen before;

  /** What is seen of a store whose container was changed. */
  private record Seen(List<String> tree, List<String> changes, Image committed) {}

  @BeforeEach
  void makeStore() throws IOException {
    root = directory.resolve("store");
    try (ImageStore store = VfsImageStore.open(root)) {
      fill(store);
      before = see(store);
    }
  }

  private static void fill(ImageStore store) throws IOException {
    TestImage image =
        TestImage.of(
                tar()
                    .file("etc/motd", "hello")
                    .file("etc/gone", "x")
                    .file("data/a", "1")
                    .file("data/b", "2")
                    .hardLink("data/same", "data/a")
                    .file("tree/x/y", "deep")
                    .file("kind", "a file")
                    .symlink("link", "etc/motd"),
                tar().directory("data").mode(0711).owner(3, 4).file("top", "t"))
            .tagged("app:1");
    List<Image> unused = store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(image)));
    Container changed = store.create("app:1").named("changed");
    Container untouched = store.create("app:1").named("untouched");
    assertThat(changed).isNotEqualTo(untouched);
    try (WritableMount mount = store.mountContainer("changed")) {
      change(mount.root());
    }
  }

  private static void change(Path tree) throws IOException {
    Files.writeString(tree.resolve("etc/motd"), " world", StandardOpenOption.APPEND);
    Files.delete(tree.resolve("etc/gone"));
    Files.setAttribute(tree.resolve("data/same"), "unix:mode", 0604);
    Files.setAttribute(tree.resolve("data/b"), "user:note", new byte[] {1, 2});
    Files.delete(tree.resolve("tree/x/y"));
    Files.delete(tree.resolve("tree/x"));
    Files.writeString(tree.resolve("tree/x"), "no directory any more");
    Files.delete(tree.resolve("kind"));
    Files.createDirectories(tree.resolve("kind/of/directories"));
    Files.createSymbolicLink(tree.resolve("kind/link"), tree.getFileSystem().getPath("../top"));
    Files.writeString(tree.resolve("kind/of/two"), "names");
    Files.createLink(tree.resolve("kind/one"), tree.resolve("kind/of/two"));
    Files.setAttribute(tree.resolve("data"), "unix:gid", 7);
    Files.setAttribute(tree, "unix:mode", 0750);
  }

  private static Seen see(ImageStore store) throws IOException {
    try (WritableMount mount = store.mountContainer("changed");
        Stream<FileChange> changes = mount.changes()) {
      return new Seen(
          Stream.concat(
                  TreeListing.of(mount.root()).stream(),
                  Stream.of(
                      Files.readAttributes(mount.root(), "unix:mode,uid,lastModifiedTime")
                          .toString()))
              .toList(),
          changes.map(FileChange::toString).toList(),
          store.commit("changed").sourceDate(SOURCE_DATE).unnamed());
    }
  }

  private ImageStore openMoved() {
    return ImageStores.open(root, new MovedVfsDriver(), StoreOptions.defaults());
  }

  private void convert(MovedVfsDriver driver) {
    ImageStores.convert(root, driver, StoreOptions.defaults());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.map(path -> root.relativize(path).toString())
          .filter(path -> path.contains("changes.") || path.startsWith("unpacked"))
          .sorted()
          .toList();
    }
  }

  private void assertIsOldStore() throws IOException {
    try (ImageStore store = VfsImageStore.open(root)) {
      assertThat(see(store)).isEqualTo(before);
    }
    assertSettled("vfs");
    assertThatThrownBy(this::openMoved)
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("made by the storage vfs")
        .hasMessageContaining("ImageStore.convert");
  }

  private void assertIsNewStore() throws IOException {
    try (ImageStore store = openMoved()) {
      assertThat(see(store)).isEqualTo(before);
    }
    assertSettled("moved");
    assertThatThrownBy(() -> VfsImageStore.open(root))
        .isInstanceOf(UnsupportedStorageException.class);
  }

  private void assertSettled(String storage) throws IOException {
    assertThat(files()).isEmpty();
    assertThat(root.resolve("lamina-store"))
        .hasContent("lamina store\nformat 1\nstorage " + storage + "\n");
  }

  @Test
  void convert_thereAndBack_keepsTreesChangesAndWhatIsCommitted() throws IOException {
    convert(new MovedVfsDriver());

    assertIsNewStore();

    ImageStore.convert(root, StorageChoice.of("vfs"));

    assertIsOldStore();
  }

  @Test
  void convert_afterwards_goesOnWithBothContainers() throws IOException {
    convert(new MovedVfsDriver());

    try (ImageStore store = openMoved()) {
      try (WritableMount mount = store.mountContainer("changed")) {
        Files.writeString(mount.root().resolve("etc/motd"), "!", StandardOpenOption.APPEND);
      }
      try (WritableMount mount = store.mountContainer("changed")) {
        assertThat(mount.root().resolve("etc/motd")).hasContent("hello world!");
      }
      try (WritableMount mount = store.mountContainer("untouched")) {
        assertThat(mount.root().resolve("etc/motd")).hasContent("hello");
      }
    }
  }

  @Test
  void convert_sameStorage_doesNothing() throws IOException {
    ImageStore.convert(root, StorageChoice.of("vfs"));

    assertIsOldStore();
  }

  @Test
  void convert_storeOpen_isRefused() throws IOException {
    try (ImageStore other = VfsImageStore.open(root)) {
      VfsImageStore.open(root).close(); // Of two, one is open still.

      assertThatThrownBy(() -> convert(new MovedVfsDriver()))
          .isInstanceOf(StoreLockedException.class)
          .hasMessageContaining("close it everywhere first");
      assertThat(other.images().list()).isNotEmpty();
    }
    assertIsOldStore();
  }

  @Test
  void convert_openedMeanwhile_openingWaitsAndIsRefused() throws IOException {
    StoreOptions impatient = StoreOptions.defaults().lockTimeout(Duration.ofMillis(20));

    convert(
        new MovedVfsDriver()
            .failing(
                (at, isDone) ->
                    assertThatThrownBy(() -> VfsImageStore.open(root, impatient))
                        .isInstanceOf(StoreLockedException.class)
                        .hasMessageContaining("it is being converted; try again later")));

    assertIsNewStore();
  }

  @Test
  void convert_cannotTakeChangesOver_leavesTheOldStore() throws IOException {
    for (boolean when : new boolean[] {false, true}) {
      MovedVfsDriver failing =
          new MovedVfsDriver()
              .failing(
                  (at, isDone) -> {
                    if (isDone == when) {
                      throw new IOException("no space");
                    }
                  });

      assertThatThrownBy(() -> convert(failing))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("cannot convert the store")
          .hasMessageContaining("no space");

      assertIsOldStore();
    }
  }

  /** What a process leaves that is killed before the marker is written. */
  @Test
  void convert_killedBeforeTheMarker_leavesTheOldStore() throws IOException {
    Path copy = directory.resolve("copy");
    convert(
        new MovedVfsDriver()
            .failing(
                (at, isDone) -> {
                  if (isDone) {
                    copy(root, copy);
                  }
                }));
    assertThat(copy.resolve("lamina-store")).content().contains("storage vfs\nalso moved\n");
    root = copy;
    assertThat(files()).isNotEmpty();

    assertIsOldStore();
  }

  /** What a process leaves that is killed when the marker has been written. */
  @Test
  void convert_killedAfterTheMarker_leavesTheNewStore() throws IOException {
    Path copy = directory.resolve("copy");
    convert(
        new MovedVfsDriver()
            .failing(
                (at, isDone) -> {
                  if (isDone) {
                    copy(root, copy);
                  }
                }));
    Files.writeString(
        copy.resolve("lamina-store"), "lamina store\nformat 1\nstorage moved\nalso vfs\n");
    Path unpacked = Files.createDirectories(copy.resolve("unpacked/vfs/0123/diff"));
    Files.writeString(unpacked.resolve("file"), "of the old storage");
    root = copy;

    assertIsNewStore();
  }

  /** Half of the containers have their new files in place when the process is killed. */
  @Test
  void convert_killedWhileOldFilesGo_goesOnWhenOpened() throws IOException {
    Path copy = directory.resolve("copy");
    convert(
        new MovedVfsDriver()
            .failing(
                (at, isDone) -> {
                  if (isDone) {
                    copy(root, copy);
                  }
                }));
    Files.writeString(
        copy.resolve("lamina-store"), "lamina store\nformat 1\nstorage moved\nalso vfs\n");
    try (Stream<Path> walk = Files.walk(copy.resolve("containers"))) {
      for (Path path : walk.filter(p -> p.endsWith("changes")).toList()) {
        new VfsDriver().delete(path); // The old files are gone, the new have their place not yet.
      }
    }
    root = copy;

    assertIsNewStore();
  }

  @Test
  void convert_storageNotThere_needsItOnlyIfSomethingWasChanged() throws IOException {
    convert(new MovedVfsDriver());
    Files.writeString(root.resolve("lamina-store"), "lamina store\nformat 1\nstorage gone\n");

    assertThatThrownBy(() -> ImageStore.convert(root, StorageChoice.of("vfs")))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("the storage gone is not on the class or module path");

    new VfsDriver().delete(root.resolve("containers"));
    ImageStore.convert(root, StorageChoice.of("vfs"));

    try (ImageStore store = VfsImageStore.open(root)) {
      assertThat(store.images().list()).isNotEmpty();
    }
  }

  @Test
  void convert_noStore_isRefused() {
    assertThatThrownBy(() -> ImageStore.convert(directory, StorageChoice.of("vfs")))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("it is no store");
    assertThat(directory.resolve("lamina-store.use")).doesNotExist();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.endsWith("lamina-store.use") && !path.endsWith("lock")) {
          Path unused = Files.copy(path, target); // To read a lock file would unlock it.
        }
      }
    }
  }
}
