package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Mount;
import dev.lamina.Platform;
import dev.lamina.Tag;
import dev.lamina.contract.OciLayout.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** OCI image layouts: names, several platforms, indexes in indexes, attestations. */
public interface OciLayoutContract extends StoreContract {
  /** A platform that no host of this JVM has. */
  Platform FOREIGN = Platform.of("linux", "s390x");

  /** An image for this host. */
  TestImage HERE = TestImage.withFile("here", "here");

  /** The same for another. */
  TestImage THERE = TestImage.withFile("there", "there").platform(FOREIGN);

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "GZIP_MEMBERS", "ZSTD", "ZSTD_FRAMES"})
  default void load_layoutDirectory_givesTheSameAsItsTar(Packing packing) throws IOException {
    OciLayout layout = OciLayout.of(packing).with(LoadContract.TOP).with(LoadContract.BASE);
    Path directory = layout.writeTo(directory().resolve("layout"));
    try (ImageStore fromDirectory = newStore();
        ImageStore fromTar = newStore();
        Mount mount = fromDirectory.mount(loadAll(fromDirectory, directory)).readOnly()) {
      assertThat(fromTar.load(new ByteArrayInputStream(layout.tar())))
          .isEqualTo(fromDirectory.load(directory));
      assertThat(TreeText.of(mount.root()))
          .containsExactly("etc/", "etc/more = top", "etc/name = base");
    }
  }

  private static String loadAll(ImageStore store, Path directory) {
    assertThat(ids(store.load(directory)))
        .startsWith(LoadContract.TOP.id())
        .endsWith(LoadContract.BASE.id());
    return "top:1";
  }

  /** What an annotation says, and by which name the image is known in a directory {@code app}. */
  @ParameterizedTest
  @CsvSource({
    "io.containerd.image.name, docker.io/library/x:1, x:1",
    "io.containerd.image.name, example.com/a/b:2, example.com/a/b:2",
    "org.opencontainers.image.ref.name, x:1, x:1",
    "org.opencontainers.image.ref.name, docker.io/team/x:1, team/x:1",
    "org.opencontainers.image.ref.name, team/x, team/x:latest",
    "org.opencontainers.image.ref.name, 1.0, app:1.0",
    "org.opencontainers.image.ref.name, latest, app:latest",
    "org.example.other, x:1, ''",
  })
  default void load_annotatedImage_hasTheName(String annotation, String value, String name)
      throws IOException {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    layout.with(layout.manifest(HERE), annotation, value);
    List<Tag> tags = name.isEmpty() ? List.of() : List.of(Tag.parse(name));
    Path archive = write("app.oci.tar", layout.tar());
    try (ImageStore fromDirectory = newStore();
        ImageStore fromTar = newStore()) {
      assertThat(fromDirectory.load(layout.writeTo(directory().resolve("app"))).get(0).tags())
          .isEqualTo(tags);
      assertThat(fromTar.load(archive).get(0).tags()).isEqualTo(tags);
    }
  }

  @Test
  default void load_mereTagInStream_givesNoName() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    layout.with(layout.manifest(HERE), OciLayout.REF_NAME, "1.0");
    try (ImageStore store = newStore()) {
      assertThat(store.load(new ByteArrayInputStream(layout.tar())).get(0).tags()).isEmpty();
    }
  }

  @Test
  default void load_bothAnnotations_takesTheFullName() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    layout.with(
        layout.manifest(HERE),
        OciLayout.REF_NAME,
        "1.0",
        OciLayout.CONTAINERD_NAME,
        "docker.io/library/full:2");
    try (ImageStore store = newStore()) {
      assertThat(store.load(write("app.tar", layout.tar())).get(0).tags())
          .containsExactly(Tag.parse("full:2"));
    }
  }

  /** As umoci leaves it when it makes one image of another. */
  @Test
  default void load_sameFullNameWithOtherTags_takesTheTags() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    for (TestImage image : List.of(LoadContract.TOP, LoadContract.BASE)) {
      layout.with(
          layout.manifest(image),
          OciLayout.CONTAINERD_NAME,
          "docker.io/team/full:2",
          OciLayout.REF_NAME,
          image == LoadContract.TOP ? "derived" : "2");
    }
    try (ImageStore store = newStore()) {
      assertThat(store.load(new ByteArrayInputStream(layout.tar())).stream().map(Image::tags))
          .containsExactly(
              List.of(Tag.parse("team/full:derived")), List.of(Tag.parse("team/full:2")));
    }
  }

  @Test
  default void load_indexOfPlatforms_tagsTheHostsAndKeepsTheOthers() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Descriptor index = layout.index(layout.manifest(THERE), layout.manifest(HERE));
    layout.withNamed(index, List.of("multi:1"));
    for (boolean stream : List.of(false, true)) {
      try (ImageStore store = newStore()) {
        var loaded =
            stream
                ? store.load(new ByteArrayInputStream(layout.tar()))
                : store.load(write("multi.tar", layout.tar()));

        assertThat(ids(loaded)).containsExactly(HERE.id());
        assertThat(ids(store.images().all())).containsExactly(HERE.id());
        assertThat(store.findImage(THERE.id())).isEmpty();
        assertThat(store.image("multi:1").platform()).isEqualTo(Platform.host());
        assertTree(store, "here = here", Platform.host());
        assertTree(store, "there = there", FOREIGN);
        assertThatThrownBy(
                () -> store.mount("multi:1").platform(Platform.of("linux", "mips")).readOnly())
            .isInstanceOf(ImageNotFoundException.class)
            .hasMessageContaining("linux/mips");
        assertKept(store, index.digest());
      }
    }
  }

  @Test
  default void load_wantedPlatform_isTheImage() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Descriptor index = layout.index(layout.manifest(HERE), layout.manifest(THERE));
    Path archive = write("multi.tar", layout.withNamed(index, List.of("multi:1")).tar());
    try (ImageStore store = newStore()) {
      assertThat(ids(store.load(archive, FOREIGN))).containsExactly(THERE.id());
      assertThat(store.image("multi:1").platform()).isEqualTo(FOREIGN);

      assertThat(ids(store.load(archive, Platform.of("linux", "mips"), Platform.host())))
          .containsExactly(HERE.id());
      assertThat(store.image("multi:1").id()).isEqualTo(HERE.id());
      assertTree(store, "there = there", FOREIGN);
    }
  }

  @Test
  default void load_platformThatIndexLacks_isRefusedAndSaysWhatThereIs() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Path archive = write("multi.tar", layout.with(layout.index(layout.manifest(THERE))).tar());
    try (ImageStore store = newStore()) {
      assertThatThrownBy(() -> store.load(archive))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("no image for " + Platform.host())
          .hasMessageContaining("linux/s390x");
      assertThat(store.images().all()).isEmpty();
    }
  }

  /** There is no choice, so there is nothing to refuse. */
  @Test
  default void load_singleImageOfAnotherPlatform_isLoaded() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    try (ImageStore store = newStore()) {
      assertThat(ids(store.load(write("one.tar", layout.with(layout.manifest(THERE)).tar()))))
          .containsExactly(THERE.id());
    }
  }

  @Test
  default void load_indexWithAttestation_keepsItAndShowsNoImageOfIt() {
    OciLayout layout = OciLayout.of(Packing.ZSTD);
    Descriptor attestation = layout.attestation();
    Descriptor index = layout.attested(layout.manifest(HERE));
    try (ImageStore store = newStore()) {
      store.load(write("attested.tar", layout.withNamed(index, List.of("a:1")).tar()));

      assertThat(ids(store.images().all())).containsExactly(HERE.id());
      assertKept(store, attestation.digest());
      assertKept(store, index.digest());
      assertThat(layout.files().keySet())
          .filteredOn(name -> name.startsWith("blobs/"))
          .allSatisfy(
              name -> assertThat(files(store)).anyMatch(file -> file.startsWith(name + " ")));
    }
  }

  @Test
  default void load_indexInIndex_isWalked() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Descriptor inner = layout.index(layout.manifest(HERE));
    Descriptor outer = layout.index(layout.manifest(THERE), inner);
    try (ImageStore store = newStore()) {
      assertThat(ids(store.load(write("nested.tar", layout.with(outer).tar()))))
          .containsExactly(HERE.id());
      assertKept(store, inner.digest());
      assertKept(store, outer.digest());
    }
  }

  @Test
  default void load_indexesNestedTooDeep_areRefused() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Descriptor index = layout.manifest(HERE);
    for (int depth = 0; depth < 10; depth++) {
      index = layout.index(index);
    }
    Path archive = write("deep.tar", layout.with(index).tar());
    try (ImageStore store = newStore()) {
      assertThatThrownBy(() -> store.load(archive))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("nested deeper than");
    }
  }

  @Test
  default void load_indexOfWhichSomeImagesAreNotThere_takesThoseThatAre() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    Descriptor there = layout.manifest(THERE);
    Descriptor index = layout.index(there, layout.manifest(HERE));
    try (ImageStore store = newStore()) {
      assertThat(
              ids(
                  store.load(
                      write("partial.tar", layout.with(index).without(there.digest()).tar()))))
          .containsExactly(HERE.id());
    }
  }

  private static void assertKept(ImageStore store, Digest digest) {
    assertThat(files(store)).anyMatch(file -> file.startsWith("blobs/sha256/" + digest.hex()));
  }

  private static void assertTree(ImageStore store, String line, Platform platform) {
    try (Mount mount = store.mount("multi:1").platform(platform).readOnly()) {
      assertThat(TreeText.of(mount.root())).containsExactly(line);
    }
  }
}
