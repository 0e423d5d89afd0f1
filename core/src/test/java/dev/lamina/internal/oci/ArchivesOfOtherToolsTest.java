package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.internal.oci.ArchiveManifestDocument.ArchivedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documents inside other projects' archives, which are not ours to copy. */
final class ArchivesOfOtherToolsTest {
  private Path cases;

  @BeforeEach
  void requireCases() {
    String folder = System.getProperty("lamina.cases");
    assumeTrue(
        folder != null && !folder.isEmpty() && !folder.startsWith("${"),
        "lamina.cases does not say where the cases are");
    cases = Path.of(folder);
  }

  @Test
  void archives_ofGoContainerRegistry_haveTheirImageIds() throws IOException {
    int images = 0;
    for (List<String> row : Resources.table("oci/ggcr/tarballs.tsv")) {
      JsonNode facts = Resources.json(row.get(2));
      if (!facts.has("config_sha256")) {
        continue;
      }
      Map<String, byte[]> files = archive("ggcr/" + row.get(0));
      List<String> ids = new ArrayList<>();
      for (ArchivedImage image : images(files)) {
        ConfigDocument config = ConfigDocument.parse(files.get(image.config()), image.config());
        assertThat(config.diffIds()).hasSameSizeAs(image.layers());
        ids.add(config.id().hex());
      }
      assertThat(ids)
          .hasToString(facts.get("config_sha256").toString().replace("\"", "").replace(",", ", "));
      images += ids.size();
    }

    assertThat(images).isGreaterThanOrEqualTo(5);
  }

  @Test
  void legacyDocuments_inArchives_areRead() throws IOException {
    for (String name :
        List.of("ggcr/pkg__v1__tarball__testdata__no_manifest.tar", "jib/docker-save.tar")) {
      Map<String, byte[]> files = archive(name);

      Map<String, Map<String, String>> repositories =
          LegacyDocuments.parseRepositories(files.get("repositories"), "repositories");

      for (Map<String, String> tags : repositories.values()) {
        for (String id : tags.values()) {
          V1ImageDocument v1 = V1ImageDocument.parse(files.get(id + "/json"), id + "/json");
          assertThat(v1.os()).isEqualTo("linux");
          v1.parent().ifPresent(parent -> assertThat(files).containsKey(parent + "/json"));
        }
      }
      assertThat(repositories).hasSize(1);
    }
  }

  @Test
  void layout_ofSeveralPlatforms_isReadToTheConfigs() throws IOException {
    Path layout = cases.resolve("stereoscope/oci__multiplatform_oci_dir");
    TreeSet<String> architectures = new TreeSet<>();

    IndexDocument top =
        IndexDocument.parse(Files.readAllBytes(layout.resolve("index.json")), "index.json", null);
    for (DescriptorDocument nested : top.manifests()) {
      IndexDocument index = IndexDocument.parse(blob(layout, nested), "index", nested.mediaType());
      for (DescriptorDocument descriptor : index.manifests()) {
        ManifestDocument manifest =
            ManifestDocument.parse(blob(layout, descriptor), "m", descriptor.mediaType());
        ConfigDocument config = ConfigDocument.parse(blob(layout, manifest.config()), "config");
        architectures.add(config.architecture());
        assertThat(descriptor.platform().map(PlatformDocument::architecture))
            .contains(config.architecture());
      }
    }

    assertThat(architectures).containsExactly("amd64", "arm64");
  }

  private static byte[] blob(Path layout, DescriptorDocument descriptor) throws IOException {
    return Files.readAllBytes(layout.resolve("blobs/sha256").resolve(descriptor.digest().hex()));
  }

  private Map<String, byte[]> archive(String name) throws IOException {
    return Resources.untar(Files.readAllBytes(cases.resolve(name)));
  }

  private static List<ArchivedImage> images(Map<String, byte[]> files) {
    return ArchiveManifestDocument.parse(files.get("manifest.json"), "manifest.json").images();
  }
}
