package dev.lamina.internal.oci;

import dev.lamina.InvalidArchiveException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of one image: an OCI manifest or docker's schema 2.
 *
 * @param mediaType its media type; where it says none, what it must be
 * @param config the image config
 * @param layers the layers, base first
 * @param subject the manifest it is about, if it is an attachment
 * @param artifactType the type of the artifact, if it is no image
 * @param annotations further facts
 */
public record ManifestDocument(
    String mediaType,
    DescriptorDocument config,
    List<DescriptorDocument> layers,
    Optional<DescriptorDocument> subject,
    Optional<String> artifactType,
    Map<String, String> annotations) {

  /** Makes a manifest of its parts. */
  public ManifestDocument {
    layers = List.copyOf(layers);
    annotations = Map.copyOf(annotations);
  }

  /** Makes an OCI manifest of an image. */
  public static ManifestDocument of(DescriptorDocument config, List<DescriptorDocument> layers) {
    return new ManifestDocument(
        MediaTypes.OCI_MANIFEST, config, layers, Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * Parses a manifest.
   *
   * @param name what the document is called in messages
   * @param expectedMediaType what its descriptor says it is, if there is one
   * @throws InvalidArchiveException if it is no such manifest
   */
  public static ManifestDocument parse(
      byte[] raw, String name, @Nullable String expectedMediaType) {
    JsonObject json = Json.parseObject(raw, name);
    DocumentKind.MANIFEST.require(json, expectedMediaType);
    DescriptorDocument config = DescriptorDocument.parse(json.requiredObject("config"));
    return new ManifestDocument(
        mediaType(json, expectedMediaType, config),
        config,
        layers(json),
        Optional.ofNullable(json.object("subject")).map(DescriptorDocument::parse),
        DescriptorDocument.artifactType(json),
        json.textMapOrEmpty("annotations"));
  }

  /** Returns the document in the order and form in which other tools write it. */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("mediaType", mediaType);
    artifactType.ifPresent(type -> json.put("artifactType", type));
    json.put("config", config.toGo());
    json.put("layers", layers.stream().map(DescriptorDocument::toGo).toList());
    subject.ifPresent(descriptor -> json.put("subject", descriptor.toGo()));
    GoFields.putUnlessEmpty(json, "annotations", DescriptorDocument.sorted(annotations));
    return GoJson.marshal(json);
  }

  private static List<DescriptorDocument> layers(JsonObject json) {
    List<JsonObject> objects = json.objects("layers");
    if (objects == null || objects.isEmpty()) {
      throw json.invalid("layers", "must list at least one layer");
    }
    List<DescriptorDocument> layers = new ArrayList<>();
    for (JsonObject object : objects) {
      layers.add(DescriptorDocument.parse(object));
    }
    return layers;
  }

  private static String mediaType(
      JsonObject json, @Nullable String expected, DescriptorDocument config) {
    String own = json.text("mediaType");
    if (!own.isEmpty()) {
      return own;
    }
    if (expected != null) {
      return expected;
    }
    return config.mediaType().equals(MediaTypes.DOCKER_CONFIG)
        ? MediaTypes.DOCKER_MANIFEST
        : MediaTypes.OCI_MANIFEST;
  }
}
