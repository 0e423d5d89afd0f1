package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.oci.ContainerSettings;
import dev.lamina.internal.oci.RunConfigDocument;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a runtime is to start in a tree.
 *
 * @param config how it runs
 * @param annotations what is said of it besides; never an image's labels, since some annotations
 *     tell runtimes what to do, and nobody vouches for an image
 */
record RuntimeSettings(RunConfigDocument config, Map<String, String> annotations) {
  private static final String HOSTNAME = "lamina";

  /** Returns what an image says, as if a container of it had been created. */
  static RuntimeSettings of(ImageReader reader, Digest id, Image image) {
    RunConfigDocument base = reader.config(id).config().orElse(RunConfigDocument.EMPTY);
    String name = image.tags().stream().findFirst().map(Tag::toString).orElse("");
    return of(ContainerSettings.of(name).over(base, HOSTNAME), id, name);
  }

  /** Returns what a container says. */
  static RuntimeSettings of(ContainerRecord container) {
    RunConfigDocument config = RunConfigDocument.fromJson(container.config());
    return of(config, container.image(), container.imageName());
  }

  private static RuntimeSettings of(RunConfigDocument config, Digest image, String name) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("dev.lamina.image.id", image.toString());
    annotations.put("dev.lamina.image.name", name);
    annotations.put("org.opencontainers.image.stopSignal", config.stopSignal());
    annotations.values().removeIf(String::isEmpty);
    return new RuntimeSettings(config, annotations);
  }
}
