package dev.lamina.internal.oci;

import dev.lamina.InvalidArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * What a document is: the manifest of one image, or an index of several. A document that could be
 * taken for both is refused, since two readers might take it differently (CVE-2021-41190).
 */
public enum DocumentKind {
  /** The manifest of one image. */
  MANIFEST,
  /** An index, which docker calls a manifest list. */
  INDEX;

  /**
   * Tells which of the two a document is.
   *
   * @param name what the document is called in messages
   * @throws InvalidArchiveException if it is neither, both, or of another schema
   */
  public static DocumentKind of(byte[] raw, String name) {
    return of(Json.parseObject(raw, name));
  }

  static DocumentKind of(JsonObject json) {
    requireSchema2(json);
    boolean manifest = json.has("config") || json.has("layers");
    boolean index = json.has("manifests");
    if (manifest && index) {
      throw json.invalid("manifests", "beside \"config\" or \"layers\" makes it ambiguous");
    }
    if (!manifest && !index) {
      return neither(json);
    }
    return index ? INDEX : MANIFEST;
  }

  /** Checks that a document is of a kind, and of the media type that its descriptor promised. */
  void require(JsonObject json, @Nullable String expectedMediaType) {
    DocumentKind kind = of(json);
    String own = json.text("mediaType");
    if (!own.isEmpty() && expectedMediaType != null && !own.equals(expectedMediaType)) {
      throw mismatch(json, expectedMediaType, JsonObject.quote(own));
    }
    String mediaType = expectedMediaType == null ? own : expectedMediaType;
    if (kind != this || (!mediaType.isEmpty() && !isOneOf(mediaType))) {
      throw mismatch(json, mediaType.isEmpty() ? description() : mediaType, kind.description());
    }
  }

  private boolean isOneOf(String mediaType) {
    return (this == INDEX ? MediaTypes.INDEXES : MediaTypes.MANIFESTS).contains(mediaType);
  }

  private String description() {
    return this == INDEX ? "an index" : "an image manifest";
  }

  private static DocumentKind neither(JsonObject json) {
    if (MediaTypes.INDEXES.contains(json.text("mediaType"))) {
      throw json.invalid("manifests", "is missing from the index");
    }
    throw json.invalid("config", "is missing, and so is \"manifests\": neither manifest nor index");
  }

  private static void requireSchema2(JsonObject json) {
    Long version = json.integer("schemaVersion");
    if (MediaTypes.isSchema1(json.text("mediaType"))
        || json.has("fsLayers")
        || (version != null && version == 1)) {
      throw json.invalid("schemaVersion", "is 1: docker schema 1 (v1) manifests are unsupported");
    }
    if (version == null || version != 2) {
      throw json.invalid(
          "schemaVersion", (version == null ? "is missing" : "is " + version) + ": it must be 2");
    }
  }

  private static InvalidArchiveException mismatch(JsonObject json, String wanted, String found) {
    return json.invalid(
        "mediaType", "mismatch: expected " + JsonObject.quote(wanted) + ", found " + found);
  }
}
