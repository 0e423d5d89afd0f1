package dev.lamina.contract;

import static dev.lamina.contract.TestImage.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Digest;
import dev.lamina.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes an OCI image layout: blobs, and an index of what they are. */
public final class OciLayout {
  /** The annotation that containerd and docker name an image by. */
  public static final String CONTAINERD_NAME = "io.containerd.image.name";

  /** The annotation that the specification names an image by. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> index = new ArrayList<>();
  private final Packing packing;
  private final boolean dockerTypes;

  private OciLayout(Packing packing, boolean dockerTypes) {
    this.packing = packing;
    this.dockerTypes = dockerTypes;
    files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    files.put("index.json", new byte[0]);
  }

  /** Begins a layout with layers packed like this, and the media types of OCI. */
  public static OciLayout of(Packing packing) {
    return new OciLayout(packing, false);
  }

  /** Begins a layout with gzip layers and the media types of docker's schema 2. */
  public static OciLayout ofDockerTypes() {
    return new OciLayout(Packing.GZIP, true);
  }

  /** A blob as a document names it. */
  public record Descriptor(
      String mediaType, Digest digest, long size, Optional<Platform> platform) {
    String json(Map<String, String> annotations) {
      String text =
          "{\"mediaType\":%s,\"digest\":%s,\"size\":%d"
              .formatted(quoted(mediaType), quoted(digest.toString()), size);
      if (platform.isPresent()) {
        Platform p = platform.get();
        text +=
            ",\"platform\":{\"architecture\":%s,\"os\":%s%s}"
                .formatted(
                    quoted(p.architecture()),
                    quoted(p.os()),
                    p.variant().isEmpty() ? "" : ",\"variant\":" + quoted(p.variant()));
      }
      if (!annotations.isEmpty()) {
        text +=
            ",\"annotations\":{%s}"
                .formatted(
                    annotations.entrySet().stream()
                        .map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue()))
                        .collect(joining(",")));
      }
      return text + "}";
    }
  }

  /** Adds a blob of any kind. */
  @CanIgnoreReturnValue
  public Descriptor blob(String mediaType, byte[] bytes) {
    Digest digest = TestImage.sha256(bytes);
    files.put(path(digest), bytes);
    return new Descriptor(mediaType, digest, bytes.length, Optional.empty());
  }

  private static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  /** Adds the blobs of an image. */
  public Descriptor manifest(TestImage image) {
    List<String> layers =
        image.layers().stream()
            .map(tar -> blob(layerType(), packing.pack(tar)).json(Map.of()))
            .toList();
    return manifest(image, layers);
  }

  /** Adds the manifest of an image with these descriptors of its layers. */
  public Descriptor manifest(TestImage image, List<String> layers) {
    Descriptor config =
        blob(
            dockerTypes
                ? "application/vnd.docker.container.image.v1+json"
                : "application/vnd.oci.image.config.v1+json",
            image.config());
    String type =
        dockerTypes
            ? "application/vnd.docker.distribution.manifest.v2+json"
            : "application/vnd.oci.image.manifest.v1+json";
    String json =
        "{\"schemaVersion\":2,\"mediaType\":%s,\"config\":%s,\"layers\":[%s]}"
            .formatted(quoted(type), config.json(Map.of()), String.join(",", layers));
    return withPlatform(blob(type, json.getBytes(UTF_8)), image.platform());
  }

  private static Descriptor withPlatform(Descriptor blob, Platform platform) {
    return new Descriptor(blob.mediaType(), blob.digest(), blob.size(), Optional.of(platform));
  }

  private String layerType() {
    if (dockerTypes) {
      return "application/vnd.docker.image.rootfs.diff.tar.gzip";
    }
    return switch (packing) {
      case PLAIN -> "application/vnd.oci.image.layer.v1.tar";
      case ZSTD, ZSTD_FRAMES -> "application/vnd.oci.image.layer.v1.tar+zstd";
      default -> "application/vnd.oci.image.layer.v1.tar+gzip";
    };
  }

  /** Adds an index of several platforms, or of other indexes. */
  public Descriptor index(Descriptor... manifests) {
    return index(Stream.of(manifests).map(manifest -> manifest.json(Map.of())).toList());
  }

  private Descriptor index(List<String> manifests) {
    String type =
        dockerTypes
            ? "application/vnd.docker.distribution.manifest.list.v2+json"
            : "application/vnd.oci.image.index.v1+json";
    return blob(type, index(type, manifests));
  }

  private static byte[] index(String type, List<String> manifests) {
    return "{\"schemaVersion\":2,\"mediaType\":%s,\"manifests\":[%s]}"
        .formatted(quoted(type), String.join(",", manifests))
        .getBytes(UTF_8);
  }

  /** Adds an index of an image and an attestation of how it was built, as buildkit makes it. */
  public Descriptor attested(Descriptor image) {
    Descriptor attestation = attestation();
    Map<String, String> marks =
        Map.of(
            "vnd.docker.reference.digest",
            image.digest().toString(),
            "vnd.docker.reference.type",
            "attestation-manifest");
    return index(List.of(image.json(Map.of()), attestation.json(marks)));
  }

  /** Adds an attestation, whose blobs are no image's. */
  public Descriptor attestation() {
    Descriptor config =
        blob("application/vnd.oci.image.config.v1+json", "{\"attested\":1}".getBytes(UTF_8));
    Descriptor statement =
        blob("application/vnd.in-toto+json", "{\"_type\":\"statement\"}".getBytes(UTF_8));
    String type = "application/vnd.oci.image.manifest.v1+json";
    String json =
        "{\"schemaVersion\":2,\"mediaType\":%s,\"config\":%s,\"layers\":[%s]}"
            .formatted(quoted(type), config.json(Map.of()), statement.json(Map.of()));
    return withPlatform(blob(type, json.getBytes(UTF_8)), Platform.of("unknown", "unknown"));
  }

  /** Lists an image or index in the layout, with annotations: names and values by turns. */
  public OciLayout with(Descriptor descriptor, String... annotations) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < annotations.length; i += 2) {
      map.put(annotations[i], annotations[i + 1]);
    }
    index.add(descriptor.json(map));
    return this;
  }

  /** Adds an image and lists it by each of its names, as docker and containerd do. */
  public OciLayout with(TestImage image) {
    return withNamed(manifest(image), image.names());
  }

  /** Lists an image or index by each of several names; once if there is none. */
  public OciLayout withNamed(Descriptor descriptor, List<String> names) {
    for (String name : names) {
      with(descriptor, CONTAINERD_NAME, name);
    }
    return names.isEmpty() ? with(descriptor) : this;
  }

  /** Takes a blob away. */
  public OciLayout without(Digest digest) {
    files.remove(path(digest));
    return this;
  }

  /** Puts other bytes in a blob's place. */
  public OciLayout replaced(Digest digest, byte[] bytes) {
    files.put(path(digest), bytes);
    return this;
  }

  /** Returns the files of the layout by their paths. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put("index.json", index("application/vnd.oci.image.index.v1+json", index));
    return all;
  }

  /** Returns the layout as a tar. */
  public byte[] tar() {
    TarBuilder tar = TarBuilder.tar().directory("blobs").directory("blobs/sha256");
    files().forEach(tar::file);
    return tar.build();
  }

  /** Writes the layout into a directory. */
  public Path writeTo(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return directory;
  }
}
