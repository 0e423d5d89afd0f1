package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.Limits;
import dev.lamina.Platform;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import dev.lamina.faults.Faults;
import dev.lamina.faults.FaultyFileSystem;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.DescriptorDocument;
import dev.lamina.internal.oci.IndexDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageArchiveWriterTest {
  private static final TestImage BASE =
      TestImage.withFile("a", "base").tagged("base:1", "example.com:5000/base:1");
  private static final TestImage CHILD =
      BASE.child(TarBuilder.tar().file("b", "child")).tagged("child:1");

  @TempDir private Path directory;

  /** The formats that are tars. */
  enum Format {
    DOCKER(true) {
      @Override
      void write(List<SavedImage> images, OutputStream out) throws IOException {
        ImageArchiveWriter.writeDocker(images, out);
      }
    },
    DOCKER_LAYOUT(true) {
      @Override
      void write(List<SavedImage> images, OutputStream out) throws IOException {
        ImageArchiveWriter.writeDockerLayout(images, out);
      }
    },
    OCI_LAYOUT(false) {
      @Override
      void write(List<SavedImage> images, OutputStream out) throws IOException {
        ImageArchiveWriter.writeOciLayout(images, out);
      }
    };

    private final boolean docker;

    Format(boolean docker) {
      this.docker = docker;
    }

    abstract void write(List<SavedImage> images, OutputStream out) throws IOException;

    byte[] write(List<SavedImage> images) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      write(images, out);
      return out.toByteArray();
    }
  }

  private Path file(byte[] archive) throws IOException {
    return Files.write(directory.resolve("archive.tar"), archive);
  }

  private static String line(TestImage image, String tags, Optional<TestImage> parent) {
    return image.id() + " " + tags + " " + image.diffIds() + " " + parent.map(p -> p.id().digest());
  }

  private static List<String> expected(Format format) {
    return format.docker
        ? List.of(
            line(BASE, "[base:1, example.com:5000/base:1]", Optional.empty()),
            line(CHILD, "[child:1]", Optional.of(BASE)))
        : List.of( // A layout lists an image once for each name, and knows no parents.
            line(BASE, "[base:1]", Optional.empty()),
            line(BASE, "[example.com:5000/base:1]", Optional.empty()),
            line(CHILD, "[child:1]", Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void images_written_areReadAgain(Format format) throws IOException {
    byte[] archive = format.write(SavedImages.all(BASE, CHILD));

    assertThat(SavedImages.read(file(archive), directory)).isEqualTo(expected(format));
  }

  @ParameterizedTest
  @EnumSource
  void images_writtenThroughPipe_areReadAgain(Format format) throws IOException {
    byte[] archive = format.write(SavedImages.all(BASE, CHILD));

    assertThat(SavedImages.receive(archive, directory)).isEqualTo(expected(format));
  }

  @ParameterizedTest
  @EnumSource
  void images_writtenTwice_areTheSameBytes(Format format) throws IOException {
    assertThat(format.write(SavedImages.all(BASE, CHILD)))
        .isEqualTo(format.write(SavedImages.all(BASE, CHILD)));
  }

  @ParameterizedTest
  @EnumSource
  void image_withoutTag_isReadById(Format format) throws IOException {
    byte[] archive = format.write(SavedImages.all(CHILD.tagged()));

    // Its parent is not in the archive.
    assertThat(SavedImages.read(file(archive), directory))
        .containsExactly(line(CHILD, "[]", Optional.empty()));
    assertThat(members(archive)).doesNotContainKey("repositories");
  }

  @ParameterizedTest
  @EnumSource
  void layer_inSeveralPlaces_isWrittenOnce(Format format) throws IOException {
    TarBuilder content = TarBuilder.tar().file("big", new byte[100_000]);
    TestImage first = TestImage.of(content, TarBuilder.tar().file("x", "")).tagged("first:1");
    TestImage other = TestImage.of(TarBuilder.tar().file("x", ""), content).tagged("other:1");
    TestImage twice = TestImage.of(content, content).tagged("twice:1");

    byte[] archive = format.write(SavedImages.all(first, other, twice));

    assertThat(archive).hasSizeLessThan(200_000);
    assertThat(SavedImages.read(file(archive), directory))
        .containsExactly(
            line(first, "[first:1]", Optional.empty()),
            line(other, "[other:1]", Optional.empty()),
            line(twice, "[twice:1]", Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void image_withoutTimeOrPlatform_isReadAgain(Format format) throws IOException {
    TestImage image =
        TestImage.withFile("a", "b").created("").platform(Platform.of("", "")).tagged("a:1");

    byte[] archive = format.write(SavedImages.all(image));

    assertThat(SavedImages.read(file(archive), directory))
        .containsExactly(line(image, "[a:1]", Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void image_withoutLayers_isRefused(Format format) {
    List<SavedImage> images = SavedImages.all(TestImage.of());

    assertThatThrownBy(() -> format.write(images))
        .isInstanceOf(ImageStoreException.class)
        .hasMessage("empty export - not implemented");
  }

  @ParameterizedTest
  @EnumSource
  void image_givenTwice_isRefused(Format format) {
    List<SavedImage> images = SavedImages.all(BASE, BASE);

    assertThatThrownBy(() -> format.write(images)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void layer_damagedInStore_isNoticed(Format format) {
    List<SavedImage> images = damaged();

    assertThatThrownBy(() -> format.write(images))
        .isInstanceOf(ImageStoreException.class)
        .hasMessageStartingWith("could not verify layer data for: " + BASE.diffIds().get(0) + ". ");
  }

  private static List<SavedImage> damaged() {
    SavedImage image = SavedImages.of(BASE);
    SavedBlob layer = image.layers().get(0);
    SavedBlob damaged =
        new SavedBlob(
            layer.mediaType(),
            layer.digest(),
            layer.size(),
            () -> new ByteArrayInputStream(new byte[(int) layer.size()]));
    return List.of(
        new SavedImage(
            image.config(), List.of(), List.of(damaged), Optional.empty(), Optional.empty()));
  }

  @Test
  void image_withOtherLayers_isRefused() {
    ConfigDocument config = ConfigDocument.parse(BASE.config(), "base");

    assertThatThrownBy(
            () -> new SavedImage(config, List.of(), List.of(), Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the layers of image " + BASE.id());
  }

  private static Map<String, byte[]> members(byte[] archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        files.put(e.getName(), tar.readAllBytes());
      }
    }
    return files;
  }

  private static List<DescriptorDocument> index(byte[] json) {
    return IndexDocument.parse(json, "index.json", null).manifests();
  }

  @Test
  void dockerLayout_hasDocumentsOfBothKinds() throws IOException {
    Map<String, byte[]> members = members(Format.DOCKER_LAYOUT.write(SavedImages.all(BASE)));

    String layer = BASE.diffIds().get(0).hex();
    assertThat(members.keySet())
        .startsWith("blobs/", "blobs/sha256/")
        .contains("blobs/sha256/" + layer, "blobs/sha256/" + BASE.id().digest().hex())
        .endsWith("index.json", "manifest.json", "oci-layout", "repositories")
        .hasSize(9);
    assertThat(new String(members.get("manifest.json"), UTF_8))
        .isEqualTo(
            """
            [{"Config":"blobs/sha256/%s","RepoTags":["base:1","example.com:5000/base:1"],\
            "Layers":["blobs/sha256/%s"],"LayerSources":{"sha256:%s":\
            {"mediaType":"application/vnd.oci.image.layer.v1.tar","size":2048,\
            "digest":"sha256:%s"}}}]
            """
                .formatted(BASE.id().digest().hex(), layer, layer, layer));
    assertThat(new String(members.get("repositories"), UTF_8))
        .isEqualTo(
            """
            {"base":{"1":"%s"},"example.com:5000/base":{"1":"%s"}}
            """
                .formatted(layer, layer));
    assertThat(index(members.get("index.json")))
        .extracting(DescriptorDocument::annotations)
        .containsExactly(
            Map.of(OciLayout.CONTAINERD_NAME, "docker.io/library/base:1", OciLayout.REF_NAME, "1"),
            Map.of(OciLayout.CONTAINERD_NAME, "example.com:5000/base:1", OciLayout.REF_NAME, "1"));
  }

  @Test
  void ociLayout_ofPlainLayers_saysThePlatform() throws IOException {
    Map<String, byte[]> members = members(Format.OCI_LAYOUT.write(SavedImages.all(BASE)));

    DescriptorDocument first = index(members.get("index.json")).get(0);
    assertThat(first.platform().orElseThrow().os()).isEqualTo(BASE.platform().os());
    assertThat(members).doesNotContainKeys("manifest.json", "repositories");
  }

  /** Returns a layout's blobs as an image has them that was received with this root. */
  private static SavedForm form(OciLayout layout, Digest root) {
    List<SavedBlob> blobs = new ArrayList<>();
    layout.files().forEach((path, bytes) -> blobs.add(SavedBlob.of("any/type", bytes)));
    SavedBlob found =
        blobs.stream().filter(blob -> blob.digest().equals(root)).findFirst().orElseThrow();
    blobs.removeIf(blob -> !layout.files().containsKey(ArchiveMembers.blobPath(blob.digest())));
    String type = "application/vnd.oci.image.index.v1+json";
    return new SavedForm(
        new SavedBlob(type, root, found.size(), found.opener()), List.copyOf(blobs));
  }

  @Test
  void ociLayout_ofIndexThatWasKept_isThatIndexAgain() throws IOException {
    TestImage other = TestImage.withFile("o", "other").platform(Platform.of("linux", "s390x"));
    OciLayout received = OciLayout.of(Packing.GZIP);
    Digest root =
        received
            .index(received.manifest(BASE), received.manifest(other), received.attestation())
            .digest();

    Map<String, byte[]> members =
        members(
            Format.OCI_LAYOUT.write(
                List.of(
                    SavedImages.withForm(BASE.tagged("base:1"), form(received, root)),
                    SavedImages.of(CHILD))));

    received
        .files()
        .forEach(
            (path, bytes) -> {
              if (path.startsWith("blobs/")) {
                assertThat(members.get(path)).as(path).isEqualTo(bytes);
              }
            });
    DescriptorDocument first = index(members.get("index.json")).get(0);
    assertThat(first.digest()).isEqualTo(root);
    assertThat(first.platform()).isEmpty();
  }

  @Test
  void ociLayout_ofIndexThatWasKept_isReadWithItsVariants() throws IOException {
    TestImage other = TestImage.withFile("o", "other").platform(Platform.of("linux", "s390x"));
    OciLayout received = OciLayout.of(Packing.ZSTD);
    Digest root = received.index(received.manifest(BASE), received.manifest(other)).digest();
    Path layout = directory.resolve("layout");

    ImageArchiveWriter.writeOciLayout(
        List.of(SavedImages.withForm(BASE, form(received, root))), layout);

    List<ArchivedImage> images =
        new OciLayoutReader(
                new Documents(new DirectoryFiles(layout), Limits.defaults()),
                Optional.empty(),
                List.of(BASE.platform()))
            .read();
    assertThat(images).extracting(ArchivedImage::id).containsOnly(BASE.id().digest());
    assertThat(images.get(0).tags()).isEqualTo(BASE.tags().subList(0, 1));
    assertThat(images.get(0).variants())
        .extracting(ArchivedImage::id)
        .containsExactly(other.id().digest());
  }

  @Test
  void ociLayout_intoDirectory_hasTheFilesOfTheTar() throws IOException {
    Path layout = directory.resolve("new/layout");

    ImageArchiveWriter.writeOciLayout(SavedImages.all(BASE, CHILD), layout);

    Map<String, byte[]> files = members(Format.OCI_LAYOUT.write(SavedImages.all(BASE, CHILD)));
    files.keySet().removeIf(path -> path.endsWith("/"));
    try (Stream<Path> written = Files.walk(layout).filter(Files::isRegularFile)) {
      assertThat(written).hasSize(files.size());
    }
    files.forEach(
        (path, bytes) -> assertThat(layout.resolve(path)).as(path).hasBinaryContent(bytes));
    assertThat(SavedImages.read(layout, directory)).isEqualTo(expected(Format.OCI_LAYOUT));
  }

  @Test
  void ociLayout_intoUsedDirectory_isRefused() throws IOException {
    Files.writeString(directory.resolve("index.json"), "{}");

    assertThatThrownBy(() -> ImageArchiveWriter.writeOciLayout(SavedImages.all(BASE), directory))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(directory.resolve("index.json")).hasContent("{}");
    assertThat(directory.resolve("blobs")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"there", "new/deep"})
  void ociLayout_ofDamagedLayer_leavesNothing(String name) throws IOException {
    Files.createDirectory(directory.resolve("there"));

    assertThatThrownBy(() -> ImageArchiveWriter.writeOciLayout(damaged(), directory.resolve(name)))
        .isInstanceOf(ImageStoreException.class);

    assertThat(tree()).containsExactly("there");
  }

  /** Each call of the file system fails once. */
  @ParameterizedTest
  @CsvSource({"there, FAIL", "there, HALF", "new/deep, FAIL", "new/deep, HALF"})
  void ociLayout_anyCallFails_leavesNothingOrAll(String name, Faults.Effect effect)
      throws IOException {
    Files.createDirectory(directory.resolve("there"));
    List<SavedImage> images = SavedImages.all(BASE, CHILD);
    int failures = 0;
    Faults faults = Faults.at(1, effect);
    for (int n = 1; n == 1 || faults.happened(); n++) {
      faults = Faults.at(n, effect);
      Path layout = FaultyFileSystem.over(directory, faults).resolve(name);
      try {
        ImageArchiveWriter.writeOciLayout(images, layout);
        assertThat(directory.resolve(name).resolve("oci-layout")).isNotEmptyFile();
        FileTreeDeleter.delete(directory.resolve("new"));
        FileTreeDeleter.delete(directory.resolve("there"));
        Files.createDirectory(directory.resolve("there"));
      } catch (IOException e) {
        assertThat(tree()).as(faults.toString()).containsExactly("there");
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(20);
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.skip(1).map(path -> directory.relativize(path).toString()).sorted().toList();
    }
  }
}
