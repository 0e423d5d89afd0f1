package dev.lamina.vfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.RemoveOption;
import dev.lamina.StoreOptions;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A whole load: an archive whose documents and layer are anything, with digests and sizes that are
 * right where the documents ask for them. What is refused leaves nothing; what is not can be read.
 */
public final class LoadFuzz {
  private static final String SEPARATOR = "\u001e";
  private static final ImageStore STORE = store();

  private LoadFuzz() {}

  private static ImageStore store() {
    Configuration unix =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .build();
    Path root = Jimfs.newFileSystem(unix).getPath("/store");
    return VfsImageStore.open(root, StoreOptions.defaults().durability(Durability.FAST));
  }

  /**
   * Loads an archive: after a letter for its kind its parts, from the one that lists all to the
   * layer.
   */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    String text = new String(data, ISO_8859_1);
    if (text.startsWith("O")) {
      load(layout(text.substring(1).split(SEPARATOR, 4)));
    } else if (text.startsWith("D")) {
      load(docker(text.substring(1).split(SEPARATOR, 3)));
    } else {
      load(data);
    }
  }

  private static byte[] docker(String[] parts) {
    String layer = part(parts, 2);
    TarBuilder tar = TarBuilder.tar().file("layer", layer.getBytes(ISO_8859_1));
    String config = filled(part(parts, 1), "layer", layer);
    return tar.file("config", config.getBytes(ISO_8859_1))
        .file("manifest.json", part(parts, 0).getBytes(ISO_8859_1))
        .build();
  }

  private static byte[] layout(String[] parts) {
    String layer = part(parts, 3);
    String config = filled(part(parts, 2), "layer", layer);
    String manifest = filled(filled(part(parts, 1), "layer", layer), "config", config);
    String index = filled(part(parts, 0), "manifest", manifest);
    TarBuilder tar =
        TarBuilder.tar()
            .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(ISO_8859_1))
            .file("index.json", index.getBytes(ISO_8859_1));
    for (String blob : List.of(layer, config, manifest)) {
      byte[] bytes = blob.getBytes(ISO_8859_1);
      tar = tar.file("blobs/sha256/" + TestImage.sha256(bytes).hex(), bytes);
    }
    return tar.build();
  }

  private static String part(String[] parts, int number) {
    return number < parts.length ? parts[number] : "";
  }

  private static String filled(String document, String name, String blob) {
    byte[] bytes = blob.getBytes(ISO_8859_1);
    return document
        .replace("@" + name + "@", TestImage.sha256(bytes).toString())
        .replace("@" + name + "-size@", Integer.toString(bytes.length));
  }

  private static void load(byte[] archive) throws IOException {
    try {
      for (Image image : STORE.load(new ByteArrayInputStream(archive))) {
        read(image);
      }
    } catch (ImageStoreException e) {
      if (e.getMessage().chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError("control characters in a message", e);
      }
    }
    for (Image image : STORE.images().all()) {
      Object unused = STORE.remove(image.id().toString(), RemoveOption.FORCE);
    }
    try (Stream<Path> blobs = Files.walk(STORE.info().root().resolve("blobs"))) {
      if (blobs.anyMatch(Files::isRegularFile)) {
        throw new AssertionError("blobs of nobody");
      }
    }
  }

  private static void read(Image image) throws IOException {
    try (Mount mount = STORE.mount(image.id()).readOnly();
        Stream<Path> tree = Files.walk(mount.root())) {
      for (Path path : tree.filter(Files::isRegularFile).toList()) {
        if (Files.size(path) < 1 << 20) {
          byte[] unused = Files.readAllBytes(path);
        }
      }
    }
  }
}
