package dev.lamina.faults;

import dev.lamina.Container;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.WritableMount;
import dev.lamina.contract.TestImage;
import dev.lamina.contract.TreeText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that can be seen of a store: whoever looks reads every byte of it.
 *
 * @param images the images, with what an archive of each is, and the files of each
 * @param containers the containers
 * @param trees the files of each container
 */
public record Seen(List<String> images, List<String> containers, Map<String, List<String>> trees) {
  static Seen of(ImageStore store) {
    List<String> images = new ArrayList<>();
    for (Image image : store.images().all()) {
      images.add(image + " " + archive(store, image) + " " + tree(store, image));
    }
    List<String> containers = new ArrayList<>();
    Map<String, List<String>> trees = new TreeMap<>();
    for (Container container : store.containers()) {
      containers.add(container.toString());
      try (WritableMount mount = store.mountContainer(container.id().toString())) {
        trees.put(container.name(), TreeText.of(mount.root()));
      }
    }
    images.sort(null);
    return new Seen(images, containers, trees);
  }

  private static String archive(ImageStore store, Image image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.save(image.id().toString()).to(bytes);
    return TestImage.sha256(bytes.toByteArray()).toString();
  }

  private static List<String> tree(ImageStore store, Image image) {
    try (Mount mount = store.mount(image.id().toString()).readOnly()) {
      return TreeText.of(mount.root());
    }
  }

  /** Returns whether all but the files of containers is the same. */
  boolean isSameButForTrees(Seen other) {
    return images.equals(other.images) && containers.equals(other.containers);
  }
}
