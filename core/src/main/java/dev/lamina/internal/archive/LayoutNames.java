package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Repository;
import dev.lamina.Tag;
import dev.lamina.internal.oci.DescriptorDocument;
import dev.lamina.spi.ByteNames;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an {@code index.json} names its images: whole names, or mere tags of one repository. */
final class LayoutNames {
  static final String CONTAINERD_NAME = "io.containerd.image.name";
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final Optional<String> repository;
  private final Set<String> shared = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Looks at all names of a layout.
   *
   * @param repository the repository of images that are named by a mere tag
   */
  LayoutNames(List<DescriptorDocument> images, Optional<String> repository) {
    this.repository = repository;
    Set<String> seen = new HashSet<>();
    for (DescriptorDocument image : images) {
      String whole = annotation(image, CONTAINERD_NAME);
      if (!seen.add(whole)) {
        shared.add(whole);
      }
    }
  }

  /**
   * Returns the tag of an image, if it has one.
   *
   * @throws InvalidArchiveException if its name is none, or that of an image before
   */
  List<Tag> take(DescriptorDocument image) {
    List<Tag> tags = tags(image);
    String name = tags.isEmpty() ? name(image) : tags.get(0).toString();
    if (!name.isEmpty() && !taken.add(name)) {
      throw new InvalidArchiveException(
          "%s is ambiguous: more than one manifest has the name %s"
              .formatted(OciLayoutReader.INDEX, ByteNames.escape(name)));
    }
    return tags;
  }

  private List<Tag> tags(DescriptorDocument image) {
    String whole = annotation(image, CONTAINERD_NAME);
    String ref = annotation(image, REF_NAME);
    try {
      if (!whole.isEmpty()) {
        return shared.contains(whole) && isMereTag(ref) ? retagged(whole, ref) : tag(whole);
      }
      return isMereTag(ref) ? repository.map(r -> mereTag(r, ref)).orElse(List.of()) : tag(ref);
    } catch (InvalidReferenceException e) {
      throw new InvalidArchiveException(
          "%s names an image \"%s\": %s"
              .formatted(OciLayoutReader.INDEX, ByteNames.escape(name(image)), e.getMessage()),
          e);
    }
  }

  /** Returns what the index names an image, a whole name if it has one; empty if nothing. */
  private static String name(DescriptorDocument image) {
    String whole = annotation(image, CONTAINERD_NAME);
    return whole.isEmpty() ? annotation(image, REF_NAME) : whole;
  }

  private static String annotation(DescriptorDocument image, String key) {
    return image.annotations().getOrDefault(key, "");
  }

  private static boolean isMereTag(String name) {
    return !name.isEmpty() && !name.contains("/") && !name.contains(":");
  }

  private static List<Tag> tag(String text) {
    return !text.isEmpty() && Reference.parse(text) instanceof Tag tag ? List.of(tag) : List.of();
  }

  /** Tools that know mere tags alone, as umoci, copy the whole name to the images they derive. */
  private static List<Tag> retagged(String whole, String tag) {
    return tag(whole).stream().map(name -> Tag.of(name.repository(), tag)).toList();
  }

  private static List<Tag> mereTag(String repository, String tag) {
    Repository parsed;
    try {
      parsed = Repository.parse(repository);
    } catch (InvalidReferenceException e) {
      return List.of(); // The directory's name is no repository's; the image is there by its ID.
    }
    return List.of(Tag.of(parsed, tag));
  }
}
