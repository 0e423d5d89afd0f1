package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Tag;
import dev.lamina.internal.oci.ArchiveManifestDocument;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code docker save}, podman, skopeo, jib and kaniko write: a {@code manifest.json}
 * that lists configurations, tags and layers by their names in the tar.
 */
final class DockerArchiveReader {
  static final String MANIFEST = ArchiveManifestDocument.NAME;

  /** Docker 25 and later name blobs by their digests, and such a name must be true. */
  private static final Pattern BLOB_NAME = Pattern.compile("(?:\\./)?blobs/sha256/([0-9a-f]{64})");

  private final Documents documents;

  DockerArchiveReader(Documents documents) {
    this.documents = documents;
  }

  List<ArchivedImage> read() throws IOException {
    ArchiveManifestDocument manifest =
        ArchiveManifestDocument.parse(documents.manifest(MANIFEST), MANIFEST);
    List<ArchivedImage> images = new ArrayList<>();
    for (ArchiveManifestDocument.ArchivedImage item : manifest.images()) {
      images.add(image(item));
    }
    return images;
  }

  private ArchivedImage image(ArchiveManifestDocument.ArchivedImage item) throws IOException {
    byte[] raw = documents.config(item.config());
    ConfigDocument config = ConfigDocument.parse(raw, "config " + ByteNames.escape(item.config()));
    return image(
        config,
        item.layers(),
        item.repoTags().stream().map(DockerArchiveReader::tag).toList(),
        item.parent(),
        documents);
  }

  /** Makes an image of its configuration and the names of its layers. */
  static ArchivedImage image(
      ConfigDocument config,
      List<String> layerNames,
      List<Tag> tags,
      Optional<Digest> parent,
      Documents documents)
      throws IOException {
    List<Digest> diffIds = config.diffIds();
    if (layerNames.size() != diffIds.size()) {
      throw new InvalidArchiveException(
          "invalid manifest, layers length mismatch: expected %s, got %s"
              .formatted(layerNames.size(), diffIds.size()));
    }
    documents.requireLayers(layerNames.size(), "image " + config.id());
    List<ArchivedLayer> layers = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      String name = layerNames.get(i);
      layers.add(new ArchivedLayer(diffIds.get(i), blobDigest(name), documents.files().blob(name)));
    }
    return new ArchivedImage(
        config.id(), config, layers, tags, parent, Optional.empty(), List.of(), List.of());
  }

  private static Optional<Digest> blobDigest(String name) {
    Matcher matcher = BLOB_NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(new Digest("sha256", matcher.group(1)))
        : Optional.empty();
  }

  private static Tag tag(String text) {
    try {
      if (Reference.parse(text) instanceof Tag tag
          && text.substring(text.lastIndexOf('/') + 1).contains(":")) {
        return tag;
      }
    } catch (InvalidReferenceException e) {
      throw new InvalidArchiveException(
          "%s: tag \"%s\": %s".formatted(MANIFEST, ByteNames.escape(text), e.getMessage()), e);
    }
    throw new InvalidArchiveException("invalid tag \"%s\"".formatted(ByteNames.escape(text)));
  }
}
