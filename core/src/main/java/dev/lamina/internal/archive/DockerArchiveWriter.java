package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.internal.oci.V1LayerDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays out what {@code docker save} wrote from 1.10 to 24: a directory for each layer, whose name
 * is the ID that even older engines give the image up to this layer.
 */
final class DockerArchiveWriter {
  private static final String VERSION = "1.0";

  private final ArchiveMembers members = new ArchiveMembers();
  private final Set<String> directories = new HashSet<>();
  private final Map<Digest, String> holders = new HashMap<>();

  private DockerArchiveWriter() {}

  static ArchiveMembers members(List<SavedImage> images) {
    DockerArchiveWriter writer = new DockerArchiveWriter();
    DockerDocuments documents = new DockerDocuments(images);
    images.forEach(image -> writer.add(image, documents));
    documents.addTo(writer.members);
    return writer.members;
  }

  private void add(SavedImage image, DockerDocuments documents) {
    List<V1LayerDocument> chain = V1LayerDocument.of(image.config());
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      String id = chain.get(i).id();
      if (directories.add(id)) {
        addLayer(chain.get(i), image.layers().get(i), image.modifiedNanos());
      }
      layers.add(id + "/layer.tar");
    }
    String config = image.id().hex() + ".json";
    members.file(config, image.config().raw(), image.modifiedNanos());
    documents.add(image, config, layers, chain.get(chain.size() - 1).id(), Map.of());
  }

  private void addLayer(V1LayerDocument document, SavedBlob layer, long modifiedNanos) {
    String id = document.id();
    members.directory(id, modifiedNanos);
    members.file(id + "/VERSION", VERSION, modifiedNanos);
    members.file(id + "/json", document.json(), modifiedNanos);
    String holder = holders.putIfAbsent(layer.digest(), id);
    if (holder == null) {
      members.file(id + "/layer.tar", layer, modifiedNanos);
    } else {
      members.symlink(id + "/layer.tar", "../" + holder + "/layer.tar", modifiedNanos);
    }
  }
}
