package dev.lamina.internal.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.spi.ByteNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code manifest.json} of an archive as {@code docker save} writes it.
 *
 * @param images the images in the archive
 */
public record ArchiveManifestDocument(List<ArchivedImage> images) {
  /** The name of the file. */
  public static final String NAME = "manifest.json";

  /** Makes a manifest of its images. */
  public ArchiveManifestDocument {
    images = List.copyOf(images);
  }

  /**
   * One image of the archive. The names are whatever the archive says; they are no paths yet.
   *
   * @param config the name of the entry that is the image config
   * @param repoTags the tags, as written
   * @param layers the names of the entries that are the layers, base first
   * @param parent the ID of the parent image, if the archive says so
   * @param layerSources where layers came from that are not the archive's own, by DiffID
   */
  public record ArchivedImage(
      String config,
      List<String> repoTags,
      List<String> layers,
      Optional<Digest> parent,
      Map<Digest, DescriptorDocument> layerSources) {

    /** Makes an archived image of its parts. */
    public ArchivedImage {
      repoTags = List.copyOf(repoTags);
      layers = List.copyOf(layers);
      layerSources = Map.copyOf(layerSources);
    }
  }

  /**
   * Parses the file.
   *
   * @param name what the document is called in messages
   * @throws InvalidArchiveException if it is no list of images, or an empty one
   */
  public static ArchiveManifestDocument parse(byte[] raw, String name) {
    JsonNode root = Json.parse(raw, name);
    if (root.isNull()) {
      throw Json.invalid(name, "invalid manifest, manifest cannot be null");
    }
    if (!root.isArray()) {
      throw Json.invalid(name, "must be an array of images");
    }
    if (root.isEmpty()) {
      throw new InvalidArchiveException(ByteNames.escape(name) + " lists no image");
    }
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonObject json : JsonObject.listOf(root, name, "")) {
      images.add(image(json));
    }
    return new ArchiveManifestDocument(images);
  }

  /** Returns the content of the file. */
  public String toJson() {
    return GoJson.marshal(images.stream().map(ArchiveManifestDocument::image).toList()) + "\n";
  }

  private static ArchivedImage image(JsonObject json) {
    return new ArchivedImage(
        json.requiredText("Config"),
        names(json, "RepoTags", json.textsOrEmpty("RepoTags")),
        names(json, "Layers", json.texts("Layers")),
        parent(json.text("Parent")),
        sources(json));
  }

  private static List<String> names(JsonObject json, String key, @Nullable List<String> names) {
    if (names == null) {
      throw json.invalid(key, "is missing");
    }
    if (names.contains("")) {
      throw json.invalid(key, "has an empty or null element");
    }
    return names;
  }

  /** Returns the parent; what is no ID can be none of the archive's images, and is no parent. */
  private static Optional<Digest> parent(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(text));
    } catch (InvalidReferenceException e) {
      return Optional.empty();
    }
  }

  private static Map<Digest, DescriptorDocument> sources(JsonObject json) {
    JsonObject object = json.object("LayerSources");
    if (object == null) {
      return Map.of();
    }
    Map<Digest, DescriptorDocument> sources = new LinkedHashMap<>();
    for (String diffId : object.ownNames()) {
      sources.put(object.digestOf(diffId, diffId), DescriptorDocument.parse(object.member(diffId)));
    }
    return sources;
  }

  private static Map<String, @Nullable Object> image(ArchivedImage image) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Config", image.config());
    json.put("RepoTags", image.repoTags().isEmpty() ? null : image.repoTags());
    json.put("Layers", image.layers());
    image.parent().ifPresent(parent -> json.put("Parent", parent.toString()));
    if (!image.layerSources().isEmpty()) {
      Map<String, Object> sources = new TreeMap<>();
      image.layerSources().forEach((id, source) -> sources.put(id.toString(), toGo(source)));
      json.put("LayerSources", sources);
    }
    return json;
  }

  /** Returns a descriptor in the order of docker's own struct, which is not that of OCI's. */
  private static Map<String, Object> toGo(DescriptorDocument source) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mediaType", source.mediaType());
    json.put("size", source.size());
    json.putAll(source.toGo());
    return json;
  }
}
