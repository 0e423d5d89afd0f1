package dev.lamina.fuzz;

import dev.lamina.internal.oci.ArchiveManifestDocument;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.DocumentKind;
import dev.lamina.internal.oci.IndexDocument;
import dev.lamina.internal.oci.LegacyDocuments;
import dev.lamina.internal.oci.ManifestDocument;
import dev.lamina.internal.oci.OciLayoutDocument;
import dev.lamina.internal.oci.V1ImageDocument;
import java.util.Arrays;
import java.util.List;

/** The JSON documents of images; what is read is written, and read again. */
public final class DocumentsFuzz {
  private static final String NAME = "x";

  private DocumentsFuzz() {}

  /** Reads a document as every kind that there is. */
  public static void fuzzerTestOneInput(byte[] raw) {
    Refusals.orNull(() -> ArchiveManifestDocument.parse(raw, NAME));
    Refusals.orNull(() -> OciLayoutDocument.parse(raw, NAME));
    Refusals.orNull(() -> DocumentKind.of(raw, NAME));
    Refusals.orNull(() -> LegacyDocuments.parseRepositories(raw, NAME));
    Refusals.orNull(() -> V1ImageDocument.parse(raw, NAME).config(List.of(), List.of()));
    IndexDocument index = Refusals.orNull(() -> IndexDocument.parse(raw, NAME, null));
    if (index != null) {
      same(index, IndexDocument.parse(bytes(index.toJson()), NAME, null));
    }
    ManifestDocument manifest = Refusals.orNull(() -> ManifestDocument.parse(raw, NAME, null));
    if (manifest != null) {
      same(manifest, ManifestDocument.parse(bytes(manifest.toJson()), NAME, null));
    }
    ConfigDocument config = Refusals.orNull(() -> ConfigDocument.parse(raw, NAME));
    if (config != null && !Arrays.equals(config.raw(), raw)) {
      throw new AssertionError("a config is kept as it was");
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void same(Object one, Object other) {
    if (!one.equals(other)) {
      throw new AssertionError(one + " was written, and " + other + " was read");
    }
  }
}
