package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Platform;
import dev.lamina.Tag;
import dev.lamina.internal.blob.Sha256;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.DescriptorDocument;
import dev.lamina.internal.oci.DocumentKind;
import dev.lamina.internal.oci.IndexDocument;
import dev.lamina.internal.oci.LayerCompression;
import dev.lamina.internal.oci.ManifestDocument;
import dev.lamina.internal.oci.OciLayoutDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an OCI image layout: {@code oci-layout}, {@code index.json} and {@code blobs/} (image-spec,
 * {@code image-layout.md}). Each document is verified against the descriptor that names it.
 */
final class OciLayoutReader {
  static final String LAYOUT = OciLayoutDocument.NAME;
  static final String INDEX = "index.json";

  private final ArchiveFiles files;
  private final Documents documents;
  private final Optional<String> repository;
  private final List<Platform> platforms;

  /**
   * Makes a reader.
   *
   * @param repository the repository of images that are named by a mere tag
   * @param platforms which platforms to choose from an index, the best first
   */
  OciLayoutReader(Documents documents, Optional<String> repository, List<Platform> platforms) {
    this.files = documents.files();
    this.documents = documents;
    this.repository = repository;
    this.platforms = platforms;
  }

  List<ArchivedImage> read() throws IOException {
    if (!files.has(LAYOUT)) {
      throw new InvalidArchiveException("missing from the layout: " + LAYOUT);
    }
    OciLayoutDocument unused = OciLayoutDocument.parse(documents.manifest(LAYOUT), LAYOUT);
    IndexDocument index = IndexDocument.parse(documents.manifest(INDEX), INDEX, null);
    List<DescriptorDocument> descriptors =
        index.manifests().stream().filter(descriptor -> !isAttachment(descriptor)).toList();
    LayoutNames names = new LayoutNames(descriptors, repository);
    List<ArchivedImage> images = new ArrayList<>();
    for (DescriptorDocument descriptor : descriptors) {
      List<Tag> tags = names.take(descriptor);
      images.add(image(descriptor).tagged(tags));
    }
    if (images.isEmpty()) {
      throw new InvalidArchiveException(INDEX + " lists no image in its manifests");
    }
    return images;
  }

  private ArchivedImage image(DescriptorDocument descriptor) throws IOException {
    Found found = new Found();
    collect(descriptor, found, 0);
    if (found.images.isEmpty()) {
      throw new InvalidArchiveException(
          "index %s lists no image that the layout has".formatted(descriptor.digest()));
    }
    ArchivedImage chosen = found.nested ? choose(found.images, descriptor) : found.images.get(0);
    List<ArchivedImage> variants =
        found.images.stream().filter(image -> !image.id().equals(chosen.id())).toList();
    return chosen.indexed(found.documents, variants);
  }

  /** What an index gives, nested ones included. */
  private static final class Found {
    final List<ArchivedImage> images = new ArrayList<>();
    final List<ArchivedBlob> documents = new ArrayList<>();
    final Set<Digest> seen = new HashSet<>();
    boolean nested;
  }

  private void collect(DescriptorDocument descriptor, Found found, int depth) throws IOException {
    byte[] bytes = verified(documents.manifest(source(descriptor)), descriptor);
    String name = "manifest " + descriptor.digest();
    if (DocumentKind.of(bytes, name) == DocumentKind.MANIFEST) {
      found.images.add(
          image(descriptor, ManifestDocument.parse(bytes, name, descriptor.mediaType())));
      return;
    }
    if (depth == documents.limits().indexDepth()) {
      throw new InvalidArchiveException(
          "index %s: indexes are nested deeper than the limit of %s; %s"
              .formatted(descriptor.digest(), depth, "raise it with Limits.indexDepth"));
    }
    found.nested = true;
    found.documents.add(kept(descriptor, ArchivedBlob.INDEX));
    for (DescriptorDocument child :
        IndexDocument.parse(bytes, "index " + descriptor.digest(), descriptor.mediaType())
            .manifests()) {
      if (!found.seen.add(child.digest()) || !files.has(blobPath(child.digest()))) {
        continue; // A layout may hold only some of an index's images; once is enough for each.
      }
      if (isAttachment(child)) {
        keepAttachment(child, found);
      } else {
        collect(child, found, depth + 1);
      }
    }
  }

  /** An attestation is no image: its manifest and what that names are kept, and never opened. */
  private void keepAttachment(DescriptorDocument descriptor, Found found) throws IOException {
    found.documents.add(kept(descriptor, ArchivedBlob.ATTACHMENT));
    byte[] bytes = verified(documents.manifest(source(descriptor)), descriptor);
    ManifestDocument manifest =
        ManifestDocument.parse(bytes, "manifest " + descriptor.digest(), descriptor.mediaType());
    List<DescriptorDocument> parts = new ArrayList<>(manifest.layers());
    parts.add(manifest.config());
    for (DescriptorDocument part : parts) {
      if (files.has(blobPath(part.digest()))) {
        found.documents.add(kept(part, ArchivedBlob.ATTACHMENT));
      }
    }
  }

  private ArchivedBlob kept(DescriptorDocument descriptor, String role) throws IOException {
    return new ArchivedBlob(
        descriptor.mediaType(),
        descriptor.digest(),
        role,
        files.blob(blobPath(descriptor.digest())));
  }

  private ArchivedImage image(DescriptorDocument descriptor, ManifestDocument manifest)
      throws IOException {
    ConfigDocument config =
        ConfigDocument.parse(
            verified(documents.config(source(manifest.config())), manifest.config()),
            "config " + manifest.config().digest());
    List<DescriptorDocument> blobs = manifest.layers();
    if (blobs.size() != config.diffIds().size()) {
      throw new InvalidArchiveException(
          "manifest %s has %s layers, but the number of diff_ids in its config is %s"
              .formatted(descriptor.digest(), blobs.size(), config.diffIds().size()));
    }
    documents.requireLayers(blobs.size(), "manifest " + descriptor.digest());
    List<ArchivedLayer> layers = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      layers.add(layer(blobs.get(i), config.diffIds().get(i)));
    }
    return new ArchivedImage(
        config.id(),
        config,
        layers,
        List.of(),
        Optional.empty(),
        Optional.of(kept(descriptor, ArchivedBlob.MANIFEST)),
        List.of(),
        List.of());
  }

  private ArchivedLayer layer(DescriptorDocument blob, Digest diffId) throws IOException {
    LayerCompression unused = blob.layerCompression(); // Refuses what no layer can be.
    String path = blobPath(blob.digest());
    if (!files.has(path)) {
      throw new InvalidArchiveException("missing from the layout: layer blob " + blob.digest());
    }
    BlobSource source = files.blob(path);
    requireSize(source, blob);
    return new ArchivedLayer(diffId, Optional.of(blob.digest()), source);
  }

  private ArchivedImage choose(List<ArchivedImage> images, DescriptorDocument index) {
    for (Platform wanted : platforms) {
      for (ArchivedImage image : images) {
        if (image.platform().matches(wanted)) {
          return image;
        }
      }
    }
    throw new InvalidArchiveException(
        "index %s has no image for %s; it has %s"
            .formatted(
                index.digest(),
                platforms.get(0),
                images.stream().map(image -> image.platform().toString()).toList()));
  }

  /** An attestation or signature, which an index lists for a platform that there is not. */
  private static boolean isAttachment(DescriptorDocument descriptor) {
    return descriptor.annotations().containsKey("vnd.docker.reference.type")
        || descriptor
            .platform()
            .filter(p -> p.os().equals("unknown") && p.architecture().equals("unknown"))
            .isPresent();
  }

  private BlobSource source(DescriptorDocument descriptor) throws IOException {
    String path = blobPath(descriptor.digest());
    if (!files.has(path)) {
      throw new InvalidArchiveException("missing from the layout: blob " + descriptor.digest());
    }
    BlobSource source = files.blob(path);
    requireSize(source, descriptor);
    return source;
  }

  private static byte[] verified(byte[] bytes, DescriptorDocument descriptor) {
    Digest actual = Digest.sha256(Sha256.create().digest(bytes));
    if (!actual.equals(descriptor.digest())) {
      throw new InvalidArchiveException(
          "blob %s: digest mismatch: expected %s, got %s"
              .formatted(blobPath(descriptor.digest()), descriptor.digest(), actual));
    }
    return bytes;
  }

  private static void requireSize(BlobSource source, DescriptorDocument descriptor) {
    if (source.size() != descriptor.size()) {
      throw new InvalidArchiveException(
          "blob %s (%s): size mismatch: expected %s bytes, got %s"
              .formatted(
                  descriptor.digest(), descriptor.mediaType(), descriptor.size(), source.size()));
    }
  }

  private static String blobPath(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }
}
