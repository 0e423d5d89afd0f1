package dev.lamina.testing;

import dev.lamina.Container;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.Tag;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on what a store has. */
public final class ImageStoreAssert extends AbstractAssert<ImageStoreAssert, ImageStore> {
  private @Nullable Tag tag;

  ImageStoreAssert(ImageStore actual) {
    super(actual, ImageStoreAssert.class);
  }

  /** Asserts that an image has this tag. */
  public ImageStoreAssert hasTag(String name) {
    Image unused = tagged(Tag.parse(name));
    tag = Tag.parse(name);
    return this;
  }

  /**
   * Asserts that the tag of the last {@link #hasTag} is this image's.
   *
   * @throws IllegalStateException if there is none
   */
  public ImageStoreAssert pointingTo(ImageId image) {
    if (tag == null) {
      throw new IllegalStateException("no tag yet: hasTag(name).pointingTo(image)");
    }
    ImageId pointee = tagged(tag).id();
    if (!pointee.equals(image)) {
      throw failure("expected tag %s to point to %s, but it points to %s", tag, image, pointee);
    }
    return this;
  }

  /** Asserts that the tag of the last {@link #hasTag} is this image's; see there. */
  public ImageStoreAssert pointingTo(Image image) {
    return pointingTo(image.id());
  }

  private Image tagged(Tag wanted) {
    isNotNull();
    return actual
        .findImage(wanted)
        .orElseThrow(
            () -> failure("expected tag %s in the store, but it has only %s", wanted, tags()));
  }

  private List<Tag> tags() {
    return actual.images().all().stream().flatMap(image -> image.tags().stream()).sorted().toList();
  }

  /** Asserts that no image has this tag. */
  public ImageStoreAssert doesNotHaveTag(String name) {
    isNotNull();
    actual
        .findImage(Tag.parse(name))
        .ifPresent(
            image -> {
              throw failure("expected no tag %s in the store, but %s has it", name, image.id());
            });
    return this;
  }

  /** Asserts that the store has this image, by a name or an ID, which may be shortened. */
  public ImageStoreAssert hasImage(String nameOrId) {
    ImageAssert unused = image(nameOrId);
    return this;
  }

  /** Asserts that the store has this image. */
  public ImageStoreAssert hasImage(ImageId image) {
    return hasImage(image.toString());
  }

  /** Asserts that the store has no such image, by a name or an ID, which may be shortened. */
  public ImageStoreAssert doesNotHaveImage(String nameOrId) {
    isNotNull();
    actual
        .findImage(nameOrId)
        .ifPresent(
            image -> {
              throw failure("expected no image %s, but the store has %s", nameOrId, image);
            });
    return this;
  }

  /** Asserts that the store does not have this image. */
  public ImageStoreAssert doesNotHaveImage(ImageId image) {
    return doesNotHaveImage(image.toString());
  }

  /** Asserts that the store has this image, and goes on with it. */
  public ImageAssert image(String nameOrId) {
    isNotNull();
    return new ImageAssert(
        actual
            .findImage(nameOrId)
            .orElseThrow(
                () ->
                    failure(
                        "expected image %s, but the store has only %s",
                        nameOrId, actual.images().all())));
  }

  /** Asserts how many images {@code store.images().list()} has. */
  public ImageStoreAssert hasImages(int count) {
    isNotNull();
    List<Image> images = actual.images().list();
    if (images.size() != count) {
      throw failure(
          "expected %s images in the store, but it has %s: %s", count, images.size(), images);
    }
    return this;
  }

  /** Asserts that every image has a tag or a child. */
  public ImageStoreAssert hasNoDanglingImages() {
    isNotNull();
    List<Image> dangling = actual.images().dangling().list();
    if (!dangling.isEmpty()) {
      throw failure(
          "expected no dangling images, but %s are: %s",
          dangling.size(), dangling.stream().map(Image::id).toList());
    }
    return this;
  }

  /** Asserts that the store has this container, by its name or an ID, which may be shortened. */
  public ImageStoreAssert hasContainer(String nameOrId) {
    isNotNull();
    if (actual.findContainer(nameOrId).isEmpty()) {
      throw failure("expected container %s, but the store has only %s", nameOrId, containers());
    }
    return this;
  }

  /** Asserts that the store has no such container, by its name or an ID, which may be shortened. */
  public ImageStoreAssert doesNotHaveContainer(String nameOrId) {
    isNotNull();
    if (actual.findContainer(nameOrId).isPresent()) {
      throw failure("expected no container %s, but the store has %s", nameOrId, containers());
    }
    return this;
  }

  /** Asserts how many containers the store has, whatever they do. */
  public ImageStoreAssert hasContainers(int count) {
    isNotNull();
    List<String> names = containers();
    if (names.size() != count) {
      throw failure(
          "expected %s containers in the store, but it has %s: %s", count, names.size(), names);
    }
    return this;
  }

  private List<String> containers() {
    return actual.containers().stream().map(Container::name).sorted().toList();
  }
}
