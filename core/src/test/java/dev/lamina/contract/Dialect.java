package dev.lamina.contract;

import static dev.lamina.contract.TestImage.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.lamina.Digest;
import dev.lamina.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways in which tools write images into one tar. */
public enum Dialect {
  /** {@code docker save} from 1.10 to 24: links between layers that images share. */
  DOCKER_SAVE {
    @Override
    public byte[] write(TestImage... images) {
      TarBuilder tar = TarBuilder.tar();
      Map<Digest, String> written = new HashMap<>();
      Map<String, String> directories = new LinkedHashMap<>();
      StringBuilder manifest = new StringBuilder();
      for (TestImage image : images) {
        List<Digest> chain = Layer.chainIds(image.diffIds());
        List<String> names = new ArrayList<>();
        String below = "";
        for (int i = 0; i < chain.size(); i++) {
          boolean top = i == chain.size() - 1;
          String id = v1Id(chain.get(i) + (top ? " " + image.id() : ""));
          if (directories.put(id, "") == null) {
            v1Directory(tar, id, below, image, i);
            String first = written.putIfAbsent(image.diffIds().get(i), id);
            if (first == null) {
              tar.file(id + "/layer.tar", image.layers().get(i));
            } else {
              tar.symlink(id + "/layer.tar", "../" + first + "/layer.tar");
            }
          }
          names.add(id + "/layer.tar");
          below = id;
        }
        tar.file(image.id().digest().hex() + ".json", image.config());
        append(manifest, item(image, image.id().digest().hex() + ".json", names));
      }
      return tar.file("manifest.json", "[" + manifest + "]\n").file("repositories", "{}").build();
    }
  },
  /** {@code docker save} from 25 on: an OCI layout, with a manifest.json beside. */
  DOCKER_SAVE_25 {
    @Override
    public byte[] write(TestImage... images) {
      OciLayout layout = OciLayout.of(Packing.PLAIN);
      StringBuilder manifest = new StringBuilder();
      for (TestImage image : images) {
        layout.with(image);
        append(
            manifest,
            item(
                image,
                "blobs/sha256/" + image.id().digest().hex(),
                image.diffIds().stream().map(id -> "blobs/sha256/" + id.hex()).toList()));
      }
      TarBuilder tar = TarBuilder.tar().directory("blobs").directory("blobs/sha256");
      layout.files().forEach(tar::file);
      return tar.file("manifest.json", "[" + manifest + "]\n").file("repositories", "{}").build();
    }
  },
  /** podman and skopeo: layers by digest, and the old directories as links to them. */
  PODMAN {
    @Override
    public byte[] write(TestImage... images) {
      TarBuilder tar = TarBuilder.tar();
      Map<String, byte[]> layers = new LinkedHashMap<>();
      StringBuilder manifest = new StringBuilder();
      for (TestImage image : images) {
        for (int i = 0; i < image.layers().size(); i++) {
          String name = image.diffIds().get(i).hex() + ".tar";
          if (layers.put(name, image.layers().get(i)) == null) {
            tar.file(name, image.layers().get(i));
            tar.directory(v1Id(name)).file(v1Id(name) + "/VERSION", "1.0");
            tar.symlink(v1Id(name) + "/layer.tar", "../" + name);
          }
        }
        String config = image.id().digest().hex() + ".json";
        tar.file(config, image.config());
        append(
            manifest,
            item(image, config, image.diffIds().stream().map(id -> id.hex() + ".tar").toList()));
      }
      return tar.file("repositories", "{}").file("manifest.json", "[" + manifest + "]").build();
    }
  },
  /** jib and kaniko: layers are compressed. */
  JIB {
    @Override
    public byte[] write(TestImage... images) {
      TarBuilder tar = TarBuilder.tar();
      Map<String, byte[]> written = new LinkedHashMap<>();
      StringBuilder manifest = new StringBuilder();
      for (TestImage image : images) {
        List<String> names = new ArrayList<>();
        for (byte[] layer : image.layers()) {
          byte[] packed = Packing.GZIP.pack(layer);
          String name = TestImage.sha256(packed).hex() + ".tar.gz";
          written.put(name, packed);
          names.add(name);
        }
        String config = image.id() + ".json";
        written.put(config, image.config());
        append(manifest, item(image, config, names));
      }
      written.forEach(tar::file);
      return tar.file("manifest.json", "[" + manifest + "]").build();
    }
  },
  /** An OCI layout as a tar, with gzip layers. */
  OCI {
    @Override
    public byte[] write(TestImage... images) {
      return layout(OciLayout.of(Packing.GZIP), images);
    }
  },
  /** An OCI layout as a tar, with zstd layers. */
  OCI_ZSTD {
    @Override
    public byte[] write(TestImage... images) {
      return layout(OciLayout.of(Packing.ZSTD), images);
    }
  },
  /** An OCI layout as a tar, with docker's media types. */
  OCI_DOCKER_TYPES {
    @Override
    public byte[] write(TestImage... images) {
      return layout(OciLayout.ofDockerTypes(), images);
    }
  };

  /** Returns an archive of images. */
  public abstract byte[] write(TestImage... images);

  private static byte[] layout(OciLayout layout, TestImage... images) {
    Stream.of(images).forEach(layout::with);
    return layout.tar();
  }

  /** Returns the images as {@code docker save} wrote them before 1.10: without configurations. */
  public static byte[] legacy(TestImage... images) {
    TarBuilder tar = TarBuilder.tar();
    Map<String, String> written = new HashMap<>();
    Map<String, Map<String, String>> repositories = new LinkedHashMap<>();
    for (TestImage image : images) {
      String below = "";
      for (int i = 0; i < image.layers().size(); i++) {
        String id = v1Id(below + image.diffIds().get(i));
        if (written.put(id, "") == null) {
          v1Directory(tar, id, below, image, i);
          tar.file(id + "/layer.tar", image.layers().get(i));
        }
        below = id;
      }
      for (String name : image.names()) {
        int colon = name.lastIndexOf(':');
        repositories
            .computeIfAbsent(name.substring(0, colon), repository -> new LinkedHashMap<>())
            .put(name.substring(colon + 1), below);
      }
    }
    return tar.file("repositories", json(repositories)).build();
  }

  /** Returns an item of a {@code manifest.json}. */
  public static String item(TestImage image, String config, List<String> layers) {
    return "{\"Config\":%s,\"RepoTags\":%s,\"Layers\":%s%s}"
        .formatted(
            quoted(config),
            image.names().isEmpty() ? "null" : list(image.names()),
            list(layers),
            image
                .parent()
                .map(parent -> ",\"Parent\":" + quoted(parent.id().toString()))
                .orElse(""));
  }

  private static void v1Directory(
      TarBuilder tar, String id, String below, TestImage image, int layer) {
    String json =
        "{\"id\":%s%s,\"created\":%s,\"container_config\":{\"Cmd\":[%s]},\"config\":{\"Cmd\":[\"/bin/sh\"]},"
            .formatted(
                quoted(id),
                below.isEmpty() ? "" : ",\"parent\":" + quoted(below),
                quoted(image.created().orElse("2024-01-01T00:00:00Z")),
                quoted(image.steps().get(layer)));
    json +=
        "\"docker_version\":\"1.9.1\",\"architecture\":%s,\"os\":%s}"
            .formatted(quoted(image.platform().architecture()), quoted(image.platform().os()));
    tar.directory(id).file(id + "/VERSION", "1.0").file(id + "/json", json);
  }

  private static String v1Id(String text) {
    return TestImage.sha256(("v1 " + text).getBytes(UTF_8)).hex();
  }

  private static String list(List<String> texts) {
    return texts.stream().map(TestImage::quoted).collect(joining(",", "[", "]"));
  }

  private static String json(Map<String, Map<String, String>> maps) {
    return maps.entrySet().stream()
        .map(
            map ->
                quoted(map.getKey())
                    + map.getValue().entrySet().stream()
                        .map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue()))
                        .collect(Collectors.joining(",", ":{", "}")))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static void append(StringBuilder list, String item) {
    list.append(list.isEmpty() ? "" : ",").append(item);
  }
}
