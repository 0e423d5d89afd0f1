package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.Tag;
import dev.lamina.internal.oci.ArchiveManifestDocument;
import dev.lamina.internal.oci.DescriptorDocument;
import dev.lamina.internal.oci.LegacyDocuments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The two documents of a docker archive by which engines, new and old, find its images. */
final class DockerDocuments {
  private final Set<Digest> ids;
  private final List<ArchiveManifestDocument.ArchivedImage> items = new ArrayList<>();
  private final Map<String, Map<String, String>> repositories = new HashMap<>();

  /** Begins the documents of an archive of these images, which are then added one by one. */
  DockerDocuments(List<SavedImage> images) {
    this.ids = images.stream().map(SavedImage::id).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Adds an image.
   *
   * @param config the path of its configuration
   * @param layers the paths of its layers
   * @param legacyId what its tags name in the older document
   * @param sources what the layers are as blobs, by DiffID; empty if nothing is to be said
   */
  void add(
      SavedImage image,
      String config,
      List<String> layers,
      String legacyId,
      Map<Digest, DescriptorDocument> sources) {
    // A parent that is not in the archive is not named: no engine could find it.
    Optional<Digest> parent =
        image.parent().filter(id -> ids.contains(id) && !id.equals(image.id()));
    List<String> tags = image.tags().stream().map(Tag::toString).toList();
    items.add(new ArchiveManifestDocument.ArchivedImage(config, tags, layers, parent, sources));
    for (Tag tag : image.tags()) {
      repositories
          .computeIfAbsent(tag.repository().familiarName(), name -> new TreeMap<>())
          .put(tag.tag(), legacyId);
    }
  }

  void addTo(ArchiveMembers members) {
    members.file(ArchiveManifestDocument.NAME, new ArchiveManifestDocument(items).toJson(), 0);
    if (!repositories.isEmpty()) {
      members.file(LegacyDocuments.REPOSITORIES, LegacyDocuments.toJson(repositories), 0);
    }
  }
}
