package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.Platform;
import dev.lamina.Tag;
import dev.lamina.internal.oci.ConfigDocument;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image as an archive has it: its documents are read and verified, its layers are not.
 *
 * @param id the digest of the configuration
 * @param config the configuration
 * @param layers its layers, from the base to the top
 * @param tags the tags that the archive gives it, in the archive's order
 * @param parent the image that the archive says it was made from
 * @param manifest its manifest, if the archive has one
 * @param index the index that names its manifest, and what that index names besides images
 * @param variants the images of the same index for other platforms
 */
public record ArchivedImage(
    Digest id,
    ConfigDocument config,
    List<ArchivedLayer> layers,
    List<Tag> tags,
    Optional<Digest> parent,
    Optional<ArchivedBlob> manifest,
    List<ArchivedBlob> index,
    List<ArchivedImage> variants) {

  /** Copies the lists. */
  public ArchivedImage {
    layers = List.copyOf(layers);
    tags = List.copyOf(tags);
    index = List.copyOf(index);
    variants = List.copyOf(variants);
  }

  /** Returns the platform that the configuration says. */
  public Platform platform() {
    return new Platform(
        config.os().isEmpty() ? "linux" : config.os(),
        config.architecture(),
        config.variant(),
        config.osVersion());
  }

  /** Returns what is kept besides configuration and layers. */
  public List<ArchivedBlob> documents() {
    return Stream.concat(manifest.stream(), index.stream()).toList();
  }

  ArchivedImage tagged(List<Tag> names) {
    return new ArchivedImage(id, config, layers, names, parent, manifest, index, variants);
  }

  ArchivedImage indexed(List<ArchivedBlob> documents, List<ArchivedImage> others) {
    return new ArchivedImage(id, config, layers, tags, parent, manifest, documents, others);
  }
}
