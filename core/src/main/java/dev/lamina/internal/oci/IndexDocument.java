package dev.lamina.internal.oci;

import dev.lamina.InvalidArchiveException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An index of manifests: an OCI index or docker's manifest list.
 *
 * @param mediaType its media type; where it says none, what it must be
 * @param manifests what it lists: manifests, or further indexes
 * @param subject the manifest it is about, if it is an attachment
 * @param artifactType the type of the artifact, if it is no image
 * @param annotations further facts
 */
public record IndexDocument(
    String mediaType,
    List<DescriptorDocument> manifests,
    Optional<DescriptorDocument> subject,
    Optional<String> artifactType,
    Map<String, String> annotations) {

  /** Makes an index of its parts. */
  public IndexDocument {
    manifests = List.copyOf(manifests);
    annotations = Map.copyOf(annotations);
  }

  /** Makes an OCI index. */
  public static IndexDocument of(List<DescriptorDocument> manifests) {
    return new IndexDocument(
        MediaTypes.OCI_INDEX, manifests, Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * Parses an index.
   *
   * @param name what the document is called in messages
   * @param expectedMediaType what its descriptor says it is, if there is one
   * @throws InvalidArchiveException if it is no such index
   */
  public static IndexDocument parse(byte[] raw, String name, @Nullable String expectedMediaType) {
    JsonObject json = Json.parseObject(raw, name);
    DocumentKind.INDEX.require(json, expectedMediaType);
    return new IndexDocument(
        mediaType(json, expectedMediaType),
        manifests(json),
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
    json.put("manifests", manifests.stream().map(DescriptorDocument::toGo).toList());
    subject.ifPresent(descriptor -> json.put("subject", descriptor.toGo()));
    GoFields.putUnlessEmpty(json, "annotations", DescriptorDocument.sorted(annotations));
    return GoJson.marshal(json);
  }

  private static List<DescriptorDocument> manifests(JsonObject json) {
    List<JsonObject> objects = json.objects("manifests");
    if (objects == null) {
      throw json.invalid("manifests", "is null");
    }
    List<DescriptorDocument> manifests = new ArrayList<>();
    for (JsonObject object : objects) {
      manifests.add(DescriptorDocument.parse(object));
    }
    return manifests;
  }

  private static String mediaType(JsonObject json, @Nullable String expected) {
    String own = json.text("mediaType");
    if (!own.isEmpty()) {
      return own;
    }
    return expected == null ? MediaTypes.OCI_INDEX : expected;
  }
}
