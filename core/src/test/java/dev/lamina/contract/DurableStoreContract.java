package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.CorruptStoreException;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener.Answer;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.blob.StoreLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store in a directory: what stays, what is made again, what is refused. */
public interface DurableStoreContract {
  /** Why a test of blobs has nothing to look at. */
  String NO_BLOB = "this storage keeps of such layers what their unpacked files do not have";

  /** Returns whether the blobs of layers that were packed so are kept as they came. */
  default boolean keepsBlobs(Packing packing) {
    return true;
  }

  /** Returns where a store can be made: nothing is there, nor is its parent. */
  Path root();

  /** Returns an empty directory of the default file system for archives. */
  Path directory();

  /** Opens the store in a directory, or makes it. */
  ImageStore open(Path root);

  /** A text that does not compress, so that layers have several checkpoints. */
  byte[] NOISE = noise(3_000_000);

  /** An image that is looked at after something happened to its store. */
  TestImage IMAGE =
      TestImage.of(
              tar().file("a", "1").file("noise", NOISE).file("z", "last").hardLink("zz", "z"),
              tar().whiteout("a").file("b", "2"))
          .tagged("image:1", "other/image:2");

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(3).nextBytes(noise);
    return noise;
  }

  static void loadPacked(ImageStore store, Packing packing) {
    store.load(new ByteArrayInputStream(OciLayout.of(packing).with(IMAGE).tar()));
  }

  /** Reads all of the image and compares it. */
  private static void assertWhole(ImageStore store) throws IOException {
    try (Mount mount = store.mount("image:1").readOnly()) {
      Path root = mount.root();
      assertThat(root.resolve("b")).hasContent("2");
      assertThat(root.resolve("a")).doesNotExist();
      assertThat(root.resolve("zz")).hasContent("last");
      assertThat(Arrays.equals(Files.readAllBytes(root.resolve("noise")), NOISE)).isTrue();
      try (Stream<Path> children = Files.list(root)) {
        assertThat(children.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder("b", "noise", "z", "zz");
      }
    }
  }

  @Test
  default void open_again_seesTheSame() throws IOException {
    TestImage child = IMAGE.child(tar().file("c", "3")).tagged("child:1");
    Path root = root();
    List<Image> images;
    String json;
    try (ImageStore store = open(root)) {
      load(store, IMAGE, child, TestImage.withFile("nameless", "1"));
      load(store, TestImage.withFile("x", "1").tagged("other/image:2"));
      images = store.images().all();
      json = store.inspect("child:1").toJson();
    }

    try (ImageStore store = open(root)) {
      assertThat(images).hasSize(4);
      assertThat(store.images().all()).isEqualTo(images);
      assertThat(store.inspect("child:1").toJson()).isEqualTo(json);
      assertThat(store.image("child:1").parentId()).contains(IMAGE.id());
      assertThat(store.info().layers()).isEqualTo(5);
      assertWhole(store);
      load(store, TestImage.withFile("more", "1").tagged("more:1"));
      assertThat(store.images().count()).isEqualTo(5);
    }
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.images().count()).isEqualTo(5);
    }
  }

  @Test
  default void secondStore_onTheSameRoot_seesChangesAtOnce() throws IOException {
    Path root = root();
    try (ImageStore one = open(root);
        ImageStore other = open(root)) {
      load(one, IMAGE);
      assertThat(other.image("image:1")).isEqualTo(one.image("image:1"));
      assertWhole(other);

      load(other, TestImage.withFile("x", "1").tagged("image:1"));
      assertThat(one.image("image:1")).isEqualTo(other.image("image:1"));
      assertThat(one.image(IMAGE.id()).tags()).hasSize(1);

      open(root).close();
      assertThat(other.images().count()).isEqualTo(2);
      load(other, IMAGE);
      assertWhole(other);
    }
  }

  @Test
  default void open_bySeveralThreadsAtOnce_makesOneStore() throws Exception {
    Path root = root();
    int count = 4;
    CyclicBarrier start = new CyclicBarrier(count);
    CyclicBarrier loaded = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        TestImage image = TestImage.withFile("f", "thread " + i).tagged("thread:" + i);
        counts.add(
            threads.submit(
                () -> {
                  start.await();
                  try (ImageStore store = open(root)) {
                    load(store, image);
                    loaded.await();
                    return store.images().count();
                  }
                }));
      }
      for (Future<Integer> images : counts) {
        assertThat(images.get()).isEqualTo(count);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** What is done to a file. */
  enum Harm {
    /** It is gone. */
    DELETE,
    /** Nothing is in it. */
    EMPTY,
    /** It ends too early. */
    CUT,
    /** Something else follows it. */
    EXTEND,
    /** One of its bits is another. */
    FLIP;

    /** Does it; of a flip, the seed says where. */
    void to(Path file, long seed) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      switch (this) {
        case DELETE -> Files.delete(file);
        case EMPTY -> Files.write(file, new byte[0]);
        case CUT -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        case EXTEND -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 100));
        case FLIP -> {
          int bit = new Random(seed).nextInt(8 * bytes.length);
          bytes[bit / 8] ^= (byte) (1 << (bit % 8));
          Files.write(file, bytes);
        }
      }
    }
  }

  /** Indexes and checkpoints can be made again from the blobs, and are. */
  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD", "ZSTD_FRAMES"})
  default void derivedFile_harmed_isMadeAgain(Packing packing) throws IOException {
    assumeTrue(keepsBlobs(packing), NO_BLOB);
    Path root = root();
    try (ImageStore store = open(root)) {
      loadPacked(store, packing);
      assertWhole(store);
    }
    List<Path> derived = list(new StoreLayout(root).layers());
    assertThat(derived).hasSizeGreaterThanOrEqualTo(2);
    for (Path file : derived) {
      for (Harm harm : Harm.values()) {
        for (long seed = 0; seed < (harm == Harm.FLIP ? 4 : 1); seed++) {
          if (Files.exists(file)) {
            harm.to(file, seed);
          }
          try (ImageStore store = open(root)) {
            assertWhole(store);
          } catch (RuntimeException | IOException | AssertionError e) {
            throw new AssertionError(harm + " of " + file.getFileName() + ", seed " + seed, e);
          }
        }
      }
    }
    for (Path file : list(new StoreLayout(root).layers())) {
      Files.delete(file);
    }
    try (ImageStore store = open(root)) {
      assertWhole(store);
    }
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  default void config_harmed_isNamed(Harm harm) throws IOException {
    Path root = root();
    Path config = new StoreLayout(root).blob(IMAGE.id().digest());
    try (ImageStore store = open(root)) {
      load(store, IMAGE);
    }
    harm.to(config, 1);

    try (ImageStore store = open(root)) {
      assertThatThrownBy(() -> store.image("image:1"))
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining(config.toString())
          .extracting(e -> ((CorruptStoreException) e).path())
          .isEqualTo(config);
      load(store, TestImage.withFile("x", "1").tagged("other:1"));
      assertThat(store.findImage("other:1")).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD", "ZSTD_FRAMES"})
  default void layerBlob_gone_isNamedByMount(Packing packing) throws IOException {
    assumeTrue(keepsBlobs(packing), NO_BLOB);
    Path root = root();
    Path blob = new StoreLayout(root).blob(TestImage.sha256(packing.pack(IMAGE.layers().get(0))));
    try (ImageStore store = open(root)) {
      loadPacked(store, packing);
    }
    Files.delete(blob);

    try (ImageStore store = open(root)) {
      assertThatThrownBy(() -> store.mount("image:1").readOnly())
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining(blob.toString());
    }
  }

  /** When an index is made again, the blob is verified. */
  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD", "ZSTD_FRAMES"})
  default void layerBlob_harmedAndIndexGone_isNamedByMount(Packing packing) throws IOException {
    assumeTrue(keepsBlobs(packing), NO_BLOB);
    for (Harm harm : List.of(Harm.EMPTY, Harm.CUT, Harm.EXTEND, Harm.FLIP)) {
      Path root = root().resolve(harm.name());
      StoreLayout layout = new StoreLayout(root);
      Path blob = layout.blob(TestImage.sha256(packing.pack(IMAGE.layers().get(0))));
      try (ImageStore store = open(root)) {
        loadPacked(store, packing);
      }
      harm.to(blob, 5);
      Files.delete(layout.index(IMAGE.diffIds().get(0)));

      try (ImageStore store = open(root)) {
        assertThatThrownBy(() -> store.mount("image:1").readOnly())
            .as("%s", harm)
            .isInstanceOf(CorruptStoreException.class)
            .hasMessageContaining(blob.toString());
        assertThat(list(layout.staging())).isEmpty();
      }
    }
  }

  @Test
  default void load_ofWhatIsDamaged_doesNotHideIt() throws IOException {
    Path root = root();
    try (ImageStore store = open(root)) {
      loadPacked(store, Packing.GZIP);
      for (Path index : list(new StoreLayout(root).layers())) {
        Files.delete(index);
      }

      loadPacked(store, Packing.GZIP);

      assertWhole(store);
    }
  }

  @Test
  default void open_withLeftoversOfADeadProcess_takesThemAway() throws IOException {
    Path root = root();
    Path staging = new StoreLayout(root).staging();
    try (ImageStore store = open(root)) {
      load(store, IMAGE);
    }
    Path dead = Files.createDirectory(staging.resolve("s1"));
    Files.write(dead.resolve("lock"), new byte[0]);
    Files.write(dead.resolve("b1"), new byte[1000]);
    Files.createDirectories(dead.resolve("d/e"));

    try (ImageStore store = open(root)) {
      assertThat(list(staging)).isEmpty();
      assertWhole(store);
    }
  }

  @Test
  default void open_whileAnotherLoads_leavesItsFiles() throws IOException {
    Path root = root();
    Path archive = Files.write(directory().resolve("image.tar"), Dialect.JIB.write(IMAGE));
    try (ImageStore store = open(root)) {
      store.load(
          archive,
          Progress.to(
              event -> {
                if (event instanceof ProgressEvent.LayerReceived) {
                  try (ImageStore other = open(root)) {
                    assertThat(other.images().all()).isEmpty();
                    assertThat(list(new StoreLayout(root).staging())).hasSize(1);
                  }
                }
                return Answer.CONTINUE;
              }));

      assertThat(list(new StoreLayout(root).staging())).isEmpty();
      assertWhole(store);
    }
  }

  /** To look at a lock must not drop it, which POSIX does when any file descriptor is closed. */
  @Test
  default void open_inThisProcessWhileItLoads_doesNotLetOthersTakeItsFiles() throws IOException {
    Path root = root();
    assumeTrue(root.getFileSystem().equals(FileSystems.getDefault()), "no other process sees it");
    Path archive = Files.write(directory().resolve("image.tar"), Dialect.JIB.write(IMAGE));
    try (ImageStore store = open(root)) {
      store.load(
          archive,
          Progress.to(
              event -> {
                if (event instanceof ProgressEvent.Planned) {
                  open(root).close();
                  try (LoadingProcess other = LoadingProcess.waitingAt("Planned", root, archive)) {
                    assertThat(other.isAlive()).isTrue();
                    assertThat(list(new StoreLayout(root).staging())).hasSize(2);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }
                return Answer.CONTINUE;
              }));

      assertWhole(store);
    }
  }

  /** Whenever a process dies, its load has happened or not. */
  @ParameterizedTest
  @ValueSource(strings = {"Planned", "LayerReceived", "ImageLoaded"})
  default void load_inProcessThatIsKilled_isAllOrNothing(String event) throws IOException {
    Path root = root();
    assumeTrue(root.getFileSystem().equals(FileSystems.getDefault()), "no other process sees it");
    Path archive = Files.write(directory().resolve("image.tar"), Dialect.JIB.write(IMAGE));
    TestImage before = TestImage.withFile("x", "1").tagged("image:1");
    try (ImageStore store = open(root)) {
      load(store, before);
      try (LoadingProcess process = LoadingProcess.waitingAt(event, root, archive)) {
        assertThat(process.isAlive()).isTrue();
        assertThat(list(new StoreLayout(root).staging())).hasSizeLessThanOrEqualTo(1);
        open(root).close();
        boolean told = event.equals("ImageLoaded");
        assertThat(ids(store.images())).hasSize(told ? 2 : 1);
      }

      try (ImageStore other = open(root)) {
        assertThat(list(new StoreLayout(root).staging())).isEmpty();
        assertThat(other.images().all()).isEqualTo(store.images().all());
        if (!event.equals("ImageLoaded")) {
          assertThat(store.image("image:1").id()).isEqualTo(before.id());
          load(store, IMAGE);
        }
        assertWhole(other);
      }
    }
  }

  @Test
  default void open_whileAnotherProcessLoads_leavesItsFiles()
      throws IOException, InterruptedException {
    Path root = root();
    assumeTrue(root.getFileSystem().equals(FileSystems.getDefault()), "no other process sees it");
    Path archive = Files.write(directory().resolve("image.tar"), Dialect.JIB.write(IMAGE));
    open(root).close();
    try (LoadingProcess process = LoadingProcess.waitingAt("LayerReceived", root, archive);
        ImageStore store = open(root)) {
      assertThat(list(new StoreLayout(root).staging())).hasSize(1);
      assertThat(store.images().all()).isEmpty();

      assertThat(process.goOn()).isZero();

      assertThat(ids(store.images())).containsExactly(IMAGE.id());
      assertWhole(store);
    }
  }

  /** Layers hold setuid programs and keys. */
  @Test
  default void open_newStore_isTheOwnersOnly() throws IOException {
    Path root = root().resolve("a/b");
    assumeTrue(
        root.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions");
    try (ImageStore store = open(root)) {
      loadPacked(store, Packing.ZSTD);
      assertWhole(store);
      try (Stream<Path> all = Files.walk(root)) {
        // What a layer says of its own files stands, in a directory that nobody else can enter.
        for (Path path :
            all.filter(path -> !root.relativize(path).toString().contains("/diff")).toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .as("%s", path)
              .matches(Files.isDirectory(path) ? "rwx------" : "r[w-]-------");
        }
      }
    }
  }

  @Test
  default void open_directoryThatIsNoStore_isRefusedAndLeftAlone() throws IOException {
    Path root = Files.createDirectories(root());
    Path file = Files.writeString(root.resolve("precious"), "mine");

    assertThatThrownBy(() -> open(root))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining(root.toString())
        .hasMessageContaining("precious");
    assertThatThrownBy(() -> ImageStore.open(root))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining(root.toString());
    assertThat(list(root)).containsExactly(file);
  }

  @Test
  default void open_file_isRefused() throws IOException {
    Path file = Files.writeString(Files.createDirectories(root()).resolve("file"), "mine");

    assertThatThrownBy(() -> open(file)).isInstanceOf(ImageStoreException.class);
    assertThatThrownBy(() -> ImageStore.open(file)).isInstanceOf(UnsupportedStorageException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  default void open_emptyOrMissingDirectoryByItsMarker_isRefused() throws IOException {
    Path empty = Files.createDirectories(root());
    Path missing = empty.resolve("missing");

    assertThatThrownBy(() -> ImageStore.open(empty))
        .isInstanceOf(UnsupportedStorageException.class);
    assertThatThrownBy(() -> ImageStore.open(missing))
        .isInstanceOf(UnsupportedStorageException.class);
    assertThat(list(empty)).isEmpty();
    open(empty).close();
    ImageStore.open(empty).close();
  }

  @Test
  default void open_storeOfNewerFormat_isRefused() throws IOException {
    Path root = root();
    open(root).close();
    Path marker = new StoreLayout(root).marker();
    String text = Files.readString(marker);
    Files.writeString(marker, text.replaceFirst("format 1\n", "format 999\n"));

    assertThatThrownBy(() -> open(root))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("format 999")
        .hasMessageContaining("use a newer version");
    assertThat(Files.readString(marker)).contains("format 999");
  }

  @Test
  default void open_storeOfAnotherStorage_isRefused() throws IOException {
    Path root = root();
    open(root).close();
    Path marker = new StoreLayout(root).marker();
    String text = Files.readString(marker);
    Files.writeString(marker, text.replaceFirst("storage .*\n", "storage elsewhere\n"));

    assertThatThrownBy(() -> open(root))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("elsewhere");
    assertThatThrownBy(() -> ImageStore.open(root)).isInstanceOf(UnsupportedStorageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lamina store\n", "lamina store\nformat x\nstorage vfs\n", "\0\0\0"})
  default void open_storeWithADamagedMarker_saysSo(String text) throws IOException {
    Path root = root();
    open(root).close();
    Path marker = new StoreLayout(root).marker();
    Files.writeString(marker, text);

    assertThatThrownBy(() -> open(root))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining(marker.toString());
    assertThat(Files.readString(marker)).isEqualTo(text);
  }

  static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
