package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.Tag;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.DescriptorDocument;
import dev.lamina.internal.oci.IndexDocument;
import dev.lamina.internal.oci.ManifestDocument;
import dev.lamina.internal.oci.MediaTypes;
import dev.lamina.internal.oci.OciLayoutDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays out OCI image layouts: as a layout alone, with images as they were received, or as {@code
 * docker save} writes it from 25 on, with plain layers and its own documents beside.
 */
final class OciLayoutWriter {
  private static final Set<String> INDEXES = Set.of(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST);

  private final ArchiveMembers members = new ArchiveMembers();
  private final List<DescriptorDocument> index = new ArrayList<>();

  private OciLayoutWriter() {}

  /** Returns the members of a layout. */
  static ArchiveMembers members(List<SavedImage> images) {
    OciLayoutWriter writer = new OciLayoutWriter();
    for (SavedImage image : images) {
      SavedBlob root = image.form().map(writer::addForm).orElseGet(() -> writer.addPlain(image, 0));
      writer.list(image, onPlatform(root.descriptor(), image.config()));
    }
    return writer.finish();
  }

  /** Returns the members of a layout that is a docker archive as well. */
  static ArchiveMembers dockerMembers(List<SavedImage> images) {
    OciLayoutWriter writer = new OciLayoutWriter();
    DockerDocuments documents = new DockerDocuments(images);
    for (SavedImage image : images) {
      writer.list(image, writer.addPlain(image, image.modifiedNanos()).descriptor());
      document(image, documents);
    }
    documents.addTo(writer.members);
    return writer.finish();
  }

  private static void document(SavedImage image, DockerDocuments documents) {
    List<Digest> layers = image.config().diffIds();
    Map<Digest, DescriptorDocument> sources = new LinkedHashMap<>();
    image.layers().forEach(layer -> sources.put(layer.digest(), plainLayer(layer)));
    documents.add(
        image,
        ArchiveMembers.blobPath(image.id()),
        layers.stream().map(ArchiveMembers::blobPath).toList(),
        layers.get(layers.size() - 1).hex(),
        sources);
  }

  private SavedBlob addForm(SavedForm form) {
    form.blobs().forEach(blob -> members.blob(blob, 0));
    members.blob(form.root(), 0);
    return form.root();
  }

  /**
   * Adds an image of plain layers, and a manifest of it.
   *
   * @param time of the files: a layout's have none, so that it is saved alike when it has come back
   */
  private SavedBlob addPlain(SavedImage image, long time) {
    SavedBlob config = SavedBlob.of(MediaTypes.OCI_CONFIG, image.config().raw());
    image.layers().forEach(layer -> members.blob(layer, time));
    members.blob(config, time);
    ManifestDocument manifest =
        ManifestDocument.of(
            config.descriptor(), image.layers().stream().map(OciLayoutWriter::plainLayer).toList());
    SavedBlob root = SavedBlob.of(manifest.mediaType(), manifest.toJson());
    members.blob(root, 0);
    return root;
  }

  private static DescriptorDocument plainLayer(SavedBlob layer) {
    return DescriptorDocument.of(MediaTypes.OCI_LAYER, layer.digest(), layer.size());
  }

  /** An index is of no platform, since it is of several. */
  private static DescriptorDocument onPlatform(DescriptorDocument root, ConfigDocument config) {
    return INDEXES.contains(root.mediaType())
        ? root
        : root.onPlatform(config.os(), config.architecture(), config.variant(), config.osVersion());
  }

  /** Lists an image under each of its names: whole for containerd, the tag alone for the others. */
  private void list(SavedImage image, DescriptorDocument root) {
    for (Tag tag : image.tags()) {
      index.add(
          root.annotated(
              Map.of(
                  LayoutNames.CONTAINERD_NAME, tag.canonical(), LayoutNames.REF_NAME, tag.tag())));
    }
    if (image.tags().isEmpty()) {
      index.add(root);
    }
  }

  private ArchiveMembers finish() {
    members.file(OciLayoutReader.INDEX, IndexDocument.of(index).toJson(), 0);
    members.file(OciLayoutReader.LAYOUT, OciLayoutDocument.CURRENT.toJson(), 0);
    return members;
  }
}
