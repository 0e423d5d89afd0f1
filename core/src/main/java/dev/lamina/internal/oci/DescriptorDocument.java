package dev.lamina.internal.oci;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a document says about a blob it refers to. Data embedded in a descriptor is checked for its
 * form and then left alone: the blob itself is what counts.
 *
 * @param mediaType the media type of the blob
 * @param digest the digest of the blob
 * @param size the length of the blob in bytes
 * @param artifactType the type of the artifact, if the blob is a manifest of one
 * @param platform the platform, if the blob is a manifest of an index
 * @param annotations further facts
 * @param urls where else the blob is said to be; nothing ever fetches them
 */
public record DescriptorDocument(
    String mediaType,
    Digest digest,
    long size,
    Optional<String> artifactType,
    Optional<PlatformDocument> platform,
    Map<String, String> annotations,
    List<String> urls) {
  // RFC 6838, section 4.2. The lengths are bounded, so matching is linear.
  private static final String RESTRICTED_NAME = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(RESTRICTED_NAME + "/" + RESTRICTED_NAME);
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*+={0,2}");
  // 2^50: no storage has such a blob, and sums of sizes stay far from overflow.
  private static final long LARGEST = 1L << 50;

  /** Makes a descriptor of its parts. */
  public DescriptorDocument {
    annotations = Map.copyOf(annotations);
    urls = List.copyOf(urls);
  }

  /** Makes a descriptor of the three parts that every one has. */
  public static DescriptorDocument of(String mediaType, Digest digest, long size) {
    return new DescriptorDocument(
        mediaType, digest, size, Optional.empty(), Optional.empty(), Map.of(), List.of());
  }

  /**
   * Returns a descriptor that says the same, with annotations instead of its own.
   *
   * @param annotations what to say in addition
   */
  public DescriptorDocument annotated(Map<String, String> annotations) {
    return new DescriptorDocument(
        mediaType, digest, size, artifactType, platform, annotations, urls);
  }

  /**
   * Returns a descriptor that says the same, with this platform.
   *
   * @param os the operating system; if this or the architecture is empty, nothing is said
   */
  public DescriptorDocument onPlatform(
      String os, String architecture, String variant, String osVersion) {
    PlatformDocument value = new PlatformDocument(os, architecture, variant, osVersion, List.of());
    Optional<PlatformDocument> said =
        Optional.of(value).filter(p -> !os.isEmpty() && !architecture.isEmpty());
    return new DescriptorDocument(mediaType, digest, size, artifactType, said, annotations, urls);
  }

  static DescriptorDocument parse(JsonObject json) {
    requireBase64(json, json.text("data"));
    return new DescriptorDocument(
        mediaType(json, "mediaType", json.requiredText("mediaType")),
        json.requiredDigest("digest"),
        size(json),
        artifactType(json),
        Optional.ofNullable(json.object("platform")).map(PlatformDocument::parse),
        json.textMapOrEmpty("annotations"),
        urls(json));
  }

  static Optional<String> artifactType(JsonObject json) {
    String type = json.text("artifactType");
    return type.isEmpty() ? Optional.empty() : Optional.of(mediaType(json, "artifactType", type));
  }

  /** Returns true if the blob is a layer that its maker did not want to be passed on. */
  public boolean isForeignLayer() {
    LayerMediaType type = LayerMediaType.of(mediaType);
    return type != null && type.foreign();
  }

  /**
   * Returns how the layer is packed that this descriptor describes.
   *
   * @throws InvalidArchiveException if the media type is no known layer's
   */
  public LayerCompression layerCompression() {
    LayerMediaType type = LayerMediaType.of(mediaType);
    if (type != null) {
      return type.compression();
    }
    String why =
        mediaType.endsWith("+encrypted")
            ? "is encrypted, and encrypted layers are not supported"
            : "has an unsupported media type";
    throw Json.invalid("layer " + digest, why + ": " + JsonObject.quote(mediaType));
  }

  Map<String, Object> toGo() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mediaType", mediaType);
    json.put("digest", digest.toString());
    json.put("size", size);
    GoFields.putUnlessEmpty(json, "urls", urls);
    GoFields.putUnlessEmpty(json, "annotations", sorted(annotations));
    platform.ifPresent(p -> json.put("platform", p.toGo()));
    artifactType.ifPresent(type -> json.put("artifactType", type));
    return json;
  }

  static Map<String, String> sorted(Map<String, String> texts) {
    Map<String, String> sorted = new TreeMap<>(GoJson.BY_BYTES);
    sorted.putAll(texts);
    return sorted;
  }

  private static String mediaType(JsonObject json, String name, String type) {
    if (!MEDIA_TYPE.matcher(type).matches()) {
      throw json.invalid(name, "is no media type: " + JsonObject.quote(type));
    }
    return type;
  }

  private static long size(JsonObject json) {
    Long size = json.integer("size");
    if (size == null) {
      throw json.invalid("size", "is missing");
    }
    if (size < 0 || size > LARGEST) {
      throw json.invalid("size", "is no plausible size: " + size);
    }
    return size;
  }

  private static List<String> urls(JsonObject json) {
    List<String> urls = json.textsOrEmpty("urls");
    for (String url : urls) {
      if (!isAbsolute(url)) {
        throw json.invalid("urls", "has one that is no absolute URL: " + JsonObject.quote(url));
      }
    }
    return urls;
  }

  private static boolean isAbsolute(String url) {
    try {
      return new URI(url).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void requireBase64(JsonObject json, String data) {
    if (data.length() % 4 != 0 || !BASE64.matcher(data).matches()) {
      throw json.invalid("data", "is not Base64");
    }
  }
}
