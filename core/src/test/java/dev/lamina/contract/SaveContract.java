package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Mount;
import dev.lamina.RemoveOption;
import dev.lamina.Saving;
import dev.lamina.StoreEvent;
import dev.lamina.Tag;
import dev.lamina.contract.OciLayout.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How images are saved, so that other stores and tools can load them. */
public interface SaveContract extends StoreContract {
  /** An image that another one is made from. */
  TestImage LOWER =
      TestImage.of(TarBuilder.tar().directory("d").file("d/a", "1").file("gone", "x"))
          .tagged("lower:1");

  /** An image with a parent, and several names. */
  TestImage UPPER =
      LOWER
          .child(TarBuilder.tar().file("b", "22").symlink("l", "d/a").whiteout("gone"))
          .tagged("upper:1", "upper:2", "example.com/team/upper:1");

  /** In what form images are saved. */
  enum Form {
    /** As engines write them since version 25. */
    ENGINE {
      @Override
      Saving of(Saving saving) {
        return saving;
      }
    },
    /** As engines wrote them before. */
    LEGACY {
      @Override
      Saving of(Saving saving) {
        return saving.legacyLayout();
      }
    },
    /** An OCI layout in a tar. */
    OCI {
      @Override
      Saving of(Saving saving) {
        return saving.ociArchive();
      }
    };

    abstract Saving of(Saving saving);
  }

  /** Returns what is saved into a stream. */
  static byte[] bytes(Saving saving) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    saving.to(out);
    return out.toByteArray();
  }

  /** Opens a store that has two images. */
  default ImageStore newStoreWithImages() {
    ImageStore store = newStore();
    load(store, LOWER, UPPER);
    return store;
  }

  private static List<String> tags(ImageStore store) {
    return store.images().all().stream()
        .flatMap(image -> image.tags().stream())
        .map(Tag::toString)
        .sorted()
        .toList();
  }

  private static List<String> tree(ImageStore store, String image) {
    try (Mount mount = store.mount(image).readOnly()) {
      return TreeText.of(mount.root());
    }
  }

  /** Returns the files below a directory, by their paths. */
  private static Map<String, byte[]> contents(Path directory) {
    Map<String, byte[]> contents = new HashMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(
            directory.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  @ParameterizedTest
  @EnumSource
  default void save_images_areTheSameInAnotherStore(Form form) {
    try (ImageStore store = newStoreWithImages();
        ImageStore other = newStore()) {
      byte[] archive = bytes(form.of(store.save("upper", "example.com/team/upper:1", "lower:1")));

      List<Image> loaded = other.load(new ByteArrayInputStream(archive));

      assertThat(ids(loaded)).contains(UPPER.id(), LOWER.id());
      assertThat(ids(other.images().all())).containsExactlyInAnyOrder(UPPER.id(), LOWER.id());
      assertThat(tags(other)).isEqualTo(tags(store));
      for (String name : List.of("upper:1", "lower:1")) {
        Image before = store.image(name);
        Image after = other.image(name);
        assertThat(after.layers()).isEqualTo(before.layers());
        assertThat(after.config()).isEqualTo(before.config());
        assertThat(after.history()).isEqualTo(before.history());
        assertThat(after.created()).isEqualTo(before.created());
        assertThat(tree(other, name)).isEqualTo(tree(store, name));
      }
    }
  }

  @Test
  default void save_ociLayout_isTheSameInAnotherStore() {
    Path layout = directory().resolve("layout");
    try (ImageStore store = newStoreWithImages();
        ImageStore other = newStore()) {
      store.save("upper", "example.com/team/upper:1", "lower:1").ociLayout().to(layout);

      other.load(layout);

      assertThat(ids(other.images().all())).containsExactlyInAnyOrder(UPPER.id(), LOWER.id());
      assertThat(tags(other)).isEqualTo(tags(store));
      assertThat(tree(other, "upper:1")).containsExactly("b = 22", "d/", "d/a = 1", "l -> d/a");
    }
  }

  /** An OCI layout has no place for parents. */
  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"ENGINE", "LEGACY"})
  default void save_withParent_keepsItIfItIsSavedToo(Form form) {
    try (ImageStore store = newStoreWithImages();
        ImageStore both = newStore();
        ImageStore child = newStore()) {
      assertThat(store.image("upper:1").parentId()).contains(LOWER.id());

      both.load(new ByteArrayInputStream(bytes(form.of(store.save("upper:1", "lower:1")))));
      child.load(new ByteArrayInputStream(bytes(form.of(store.save("upper:1")))));

      assertThat(both.image("upper:1").parentId()).contains(LOWER.id());
      assertThat(child.image("upper:1").parentId()).isEmpty();
    }
  }

  /** What is named, and by which names it is then known. */
  @ParameterizedTest
  @CsvSource({
    "upper:1, upper:1",
    "docker.io/library/upper:2, upper:2",
    "upper, upper:1 upper:2",
    "example.com/team/upper, example.com/team/upper:1",
    "example.com/team/upper:1, example.com/team/upper:1",
    "ID, ''",
    "sha256:ID, ''",
    "SHORT, ''",
    "sha256:SHORT, ''",
  })
  default void save_oneOfManyNames_savesWhatItStandsFor(String text, String names) {
    String hex = UPPER.id().digest().hex();
    String argument = text.replace("ID", hex).replace("SHORT", hex.substring(0, 20));
    for (Form form : Form.values()) {
      try (ImageStore store = newStoreWithImages();
          ImageStore other = newStore()) {
        other.load(new ByteArrayInputStream(bytes(form.of(store.save(argument)))));

        assertThat(ids(other.images().all())).as("%s", form).containsExactly(UPPER.id());
        assertThat(String.join(" ", tags(other))).as("%s", form).isEqualTo(names);
      }
    }
  }

  @Test
  default void save_repositoryOfSeveralImages_savesAll() {
    TestImage other = LOWER.label("other").tagged("lower:2", "else:1");
    try (ImageStore store = newStoreWithImages();
        ImageStore loaded = newStore()) {
      load(store, other);

      loaded.load(new ByteArrayInputStream(bytes(store.save("lower"))));

      assertThat(ids(loaded.images().all())).containsExactlyInAnyOrder(LOWER.id(), other.id());
      assertThat(tags(loaded)).containsExactly("lower:1", "lower:2");
    }
  }

  @ParameterizedTest
  @EnumSource
  default void save_imageNamedTwice_isThereOnce(Form form) {
    try (ImageStore store = newStoreWithImages();
        ImageStore other = newStore()) {
      String id = UPPER.id().toString();

      byte[] archive = bytes(form.of(store.save("upper:2", id, "upper:2", "upper:1")));

      other.load(new ByteArrayInputStream(archive));
      assertThat(ids(other.images().all())).containsExactly(UPPER.id());
      assertThat(tags(other)).containsExactly("upper:1", "upper:2");
    }
  }

  @ParameterizedTest
  @EnumSource
  default void save_again_givesTheSameBytes(Form form) throws IOException {
    Path file = directory().resolve("saved.tar");
    try (ImageStore store = newStoreWithImages()) {
      byte[] first = bytes(form.of(store.save("upper", "lower")));

      form.of(store.save("upper", "lower")).to(file);

      assertThat(Arrays.equals(Files.readAllBytes(file), first)).isTrue();
    }
  }

  /** What has gone through an OCI layout has a manifest of its own, and comes back with it. */
  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"ENGINE", "LEGACY"})
  default void save_byAnotherStore_givesTheSameBytes(Form form) {
    try (ImageStore store = newStoreWithImages();
        ImageStore other = newStore()) {
      byte[] first = bytes(form.of(store.save("upper", "lower")));

      other.load(new ByteArrayInputStream(first));

      assertThat(Arrays.equals(bytes(form.of(other.save("upper", "lower"))), first)).isTrue();
    }
  }

  @Test
  default void save_asLayoutDirectory_hasTheFilesOfTheArchive() {
    Path one = directory().resolve("one");
    Path other = directory().resolve("other");
    try (ImageStore store = newStoreWithImages()) {
      store.save("upper", "lower").ociLayout().to(one);
      store.save("upper", "lower").ociLayout().to(other);

      Map<String, byte[]> files = contents(one);
      assertThat(files).containsKeys("index.json", "oci-layout");
      assertThat(files.keySet()).isEqualTo(contents(other).keySet());
      contents(other).forEach((name, bytes) -> assertThat(bytes).isEqualTo(files.get(name)));
      for (String name : files.keySet()) {
        if (name.startsWith("blobs/sha256/")) {
          assertThat(TestImage.sha256(files.get(name)).hex()).isEqualTo(name.substring(13));
        }
      }
    }
  }

  /** Saves what was loaded from a layout, and compares the blobs. */
  private void assertComesBack(OciLayout layout, Descriptor root) {
    Path saved = directory().resolve("saved");
    Path archive = directory().resolve("saved.tar");
    try (ImageStore store = newStore();
        ImageStore other = newStore()) {
      store.load(new ByteArrayInputStream(layout.tar()));

      store.save("oci:1").ociLayout().to(saved);
      store.save("oci:1").ociArchive().to(archive);

      Map<String, byte[]> files = contents(saved);
      assertBlobs(files, layout);
      assertThat(new String(files.get("index.json"), java.nio.charset.StandardCharsets.UTF_8))
          .contains(root.digest().toString())
          .contains("docker.io/library/oci:1");
      other.load(archive);
      assertThat(other.image("oci:1").id()).isEqualTo(store.image("oci:1").id());
      assertThat(bytes(other.save("oci:1").ociArchive()))
          .isEqualTo(bytes(store.save("oci:1").ociArchive()));
    }
  }

  private static void assertBlobs(Map<String, byte[]> files, OciLayout layout) {
    Map<String, byte[]> blobs = new HashMap<>(layout.files());
    blobs.keySet().removeIf(name -> !name.startsWith("blobs/"));
    Set<String> names = new HashSet<>(files.keySet());
    names.removeIf(name -> !name.startsWith("blobs/"));
    assertThat(names).isEqualTo(blobs.keySet());
    blobs.forEach((name, bytes) -> assertThat(files.get(name)).as(name).isEqualTo(bytes));
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "GZIP_MEMBERS", "ZSTD", "ZSTD_FRAMES"})
  default void save_whatCameAsOci_givesItBackByteForByte(Packing packing) {
    OciLayout layout = OciLayout.of(packing);
    Descriptor manifest = layout.manifest(UPPER);

    assertComesBack(layout.withNamed(manifest, List.of("oci:1")), manifest);
  }

  @Test
  default void save_whatCameWithDockersTypes_givesItBackByteForByte() {
    OciLayout layout = OciLayout.ofDockerTypes();
    Descriptor manifest = layout.manifest(UPPER);

    assertComesBack(layout.withNamed(manifest, List.of("oci:1")), manifest);
  }

  @Test
  default void save_indexOfPlatforms_givesAllOfThemBack() {
    OciLayout platforms = OciLayout.of(Packing.GZIP);
    Descriptor several =
        platforms.index(
            platforms.manifest(OciLayoutContract.THERE),
            platforms.manifest(OciLayoutContract.HERE));
    assertComesBack(platforms.withNamed(several, List.of("oci:1")), several);
  }

  @Test
  default void save_indexWithAttestation_givesBothBack() {
    OciLayout layout = OciLayout.of(Packing.ZSTD);
    Descriptor index = layout.attested(layout.manifest(OciLayoutContract.HERE));

    assertComesBack(layout.withNamed(index, List.of("oci:1")), index);
  }

  /** Engines read only plain layers in their own archives. */
  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"ENGINE", "LEGACY"})
  default void save_whatCameCompressed_isTheSameAsWhatCamePlain(Form form) {
    TestImage image = UPPER.tagged("oci:1");
    try (ImageStore packed = newStore();
        ImageStore plain = newStore()) {
      packed.load(new ByteArrayInputStream(Dialect.OCI_ZSTD.write(image)));
      plain.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE.write(image)));

      assertThat(bytes(form.of(packed.save("oci:1"))))
          .isEqualTo(bytes(form.of(plain.save("oci:1"))));
    }
  }

  /** What cannot be found, and what the engine says. */
  @ParameterizedTest
  @CsvSource({
    "nope, No such image: nope",
    "team/nope, No such image: team/nope",
    "upper:3, reference does not exist",
    "nope:latest, reference does not exist",
    "sha256:0123, No such image: sha256:0123",
    "nope@sha256:0000000000000000000000000000000000000000000000000000000000000000,"
        + " reference does not exist",
  })
  default void save_missing_saysSoAsTheEngine(String text, String message) {
    try (ImageStore store = newStoreWithImages()) {
      assertThatThrownBy(() -> store.save("lower:1", text))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage(message);
    }
  }

  @Test
  default void save_beginningOfSeveralIds_saysThatItIsAmbiguous() {
    Map<Character, TestImage> images = new HashMap<>();
    TestImage image = LOWER;
    int number = 0;
    try (ImageStore store = newStore()) {
      do { // Of 17 images, two share the first digit.
        image = LOWER.label("image " + number++);
        load(store, image);
      } while (images.put(image.id().digest().hex().charAt(0), image) == null);
      String digit = image.id().digest().hex().substring(0, 1);

      for (String text : List.of(digit, "sha256:" + digit)) {
        assertThatThrownBy(() -> store.save(text))
            .isInstanceOf(ImageNotFoundException.class)
            .hasMessage("ambiguous digest string");
      }
    }
  }

  @Test
  default void save_nothingOrNoReference_isRefused() {
    try (ImageStore store = newStoreWithImages()) {
      assertThatIllegalArgumentException().isThrownBy(() -> store.save());
      assertThatThrownBy(() -> store.save("Upper")).isInstanceOf(InvalidReferenceException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void save_imageRemovedBeforeTheLastWord_isNotFound(Form form) {
    TestImage sibling = UPPER.label("sibling").tagged("sibling:1");
    for (boolean shared : List.of(false, true)) {
      try (ImageStore store = newStoreWithImages()) {
        if (shared) {
          load(store, sibling);
        }
        Saving saving = form.of(store.save("lower:1", "upper:1"));
        Path file = directory().resolve("removed.tar");
        store.remove(UPPER.id(), RemoveOption.FORCE);

        assertThatThrownBy(() -> saving.to(file))
            .as("layers shared: %s", shared)
            .isInstanceOf(ImageNotFoundException.class);
        assertThat(directory()).isEmptyDirectory();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> saving.to(out)).isInstanceOf(ImageNotFoundException.class);
        assertThat(out.size()).isZero();
        assertThat(store.lastUsed(LOWER.id())).isEmpty();
      }
    }
  }

  @Test
  default void save_nameMovedBeforeTheLastWord_savesWhatWasMeant() {
    try (ImageStore store = newStoreWithImages();
        ImageStore other = newStore()) {
      Saving saving = store.save("upper:1");
      store.tag("lower:1").with("upper:1");

      other.load(new ByteArrayInputStream(bytes(saving)));

      assertThat(ids(other.images().all())).containsExactly(UPPER.id());
    }
  }

  @Test
  default void save_toFile_replacesItAndLeavesItsNeighbours() throws IOException {
    Path target = write("saved.tar", new byte[] {1});
    Path beside = write("saved.tar.new", new byte[] {2});
    try (ImageStore store = newStoreWithImages()) {
      store.save("upper:1").to(target);

      assertThat(beside).hasBinaryContent(new byte[] {2});
      assertThat(Files.readAllBytes(target)).isEqualTo(bytes(store.save("upper:1")));
      try (Stream<Path> files = Files.list(directory())) {
        assertThat(files).containsExactlyInAnyOrder(target, beside);
      }
    }
  }

  @Test
  default void save_toWhereNoneCanBeWritten_isRefused() throws IOException {
    Path missing = directory().resolve("missing/saved.tar");
    Path full = Files.createDirectory(directory().resolve("full"));
    Path file = Files.writeString(full.resolve("file"), "mine");
    try (ImageStore store = newStoreWithImages()) {
      Saving saving = store.save("upper:1");
      OutputStream broken =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("broken, for a test");
            }
          };

      assertThatThrownBy(() -> saving.to(missing))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining(missing.toString());
      assertThatThrownBy(() -> saving.ociLayout().to(full))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining(full.toString());
      assertThatThrownBy(() -> saving.to(broken)).isInstanceOf(ImageStoreException.class);
      try (Stream<Path> files = Files.list(full)) {
        assertThat(files).containsExactly(file);
      }
      assertThat(file).hasContent("mine");
      assertThat(store.lastUsed(UPPER.id())).isEmpty();
      assertThat(store.eventsSince(Instant.EPOCH))
          .extracting(StoreEvent::action)
          .doesNotContain(StoreEvent.Action.SAVE);
    }
  }

  @Test
  default void save_stream_isNotClosed() {
    boolean[] closed = {false};
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    try (ImageStore store = newStoreWithImages()) {
      for (Form form : Form.values()) {
        form.of(store.save("upper:1")).to(out);
      }
    }
    assertThat(closed[0]).isFalse();
  }

  @Test
  default void save_images_areUsedAndToldOf() {
    try (ImageStore store = newStoreWithImages()) {
      ImageId upper = UPPER.id();
      Saving saving = store.save("upper:1", "lower:1");
      List<StoreEvent> before = store.eventsSince(Instant.EPOCH);
      assertThat(store.lastUsed(upper)).isEmpty();

      byte[] unused = bytes(saving);

      List<StoreEvent> events = store.eventsSince(Instant.EPOCH);
      assertThat(events.subList(before.size(), events.size()))
          .extracting(EventContract::line)
          .containsExactly("save save " + upper + " -", "save save " + LOWER.id() + " -");
      assertThat(store.lastUsed(upper)).isPresent();
      assertThat(store.lastUsed(LOWER.id())).isPresent();
    }
  }

  @Test
  default void save_closedStore_isRefused() {
    ImageStore store = newStoreWithImages();
    Saving saving = store.save("upper:1");
    store.close();

    for (ThrowingCallable verb :
        List.<ThrowingCallable>of(
            () -> store.save("upper:1"),
            () -> saving.to(new ByteArrayOutputStream()),
            () -> saving.to(directory().resolve("saved.tar")))) {
      assertThatIllegalStateException().isThrownBy(verb).withMessageContaining("closed");
    }
    assertThat(directory()).isEmptyDirectory();
  }
}
