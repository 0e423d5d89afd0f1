package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.DigestReference;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Tag;
import java.util.Optional;

/** What the list of containers calls a container's image. */
final class ContainerImage {
  private static final int SHORT_LENGTH = 12;

  private ContainerImage() {}

  /** Returns the name that was given, or the ID if that name now means something else. */
  static String of(ImageStore store, Container container, boolean full) {
    String id = container.imageId().toString();
    String name = isStillNamed(store, container) ? container.imageName() : id;
    return full ? name : shorten(name, id);
  }

  private static boolean isStillNamed(ImageStore store, Container container) {
    try {
      Optional<Image> image = store.findImage(container.imageName());
      return image.filter(found -> found.id().equals(container.imageId())).isPresent();
    } catch (InvalidReferenceException e) {
      return false;
    }
  }

  private static String shorten(String name, String id) {
    if (cut(name).equals(cut(id))) {
      return cut(id);
    }
    Reference reference = Reference.parse(name);
    if (reference instanceof Tag tag) {
      boolean isTagged = name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
      return isTagged ? tag.toString() : tag.repository().familiarName();
    }
    String text = reference.toString();
    return reference instanceof DigestReference ? text.substring(0, text.indexOf('@')) : text;
  }

  private static String cut(String id) {
    String hex = id.substring(id.indexOf(':') + 1);
    return hex.substring(0, Math.min(SHORT_LENGTH, hex.length()));
  }
}
