package dev.lamina.examples.cli;

import dev.lamina.DigestReference;
import dev.lamina.Image;
import dev.lamina.Reference;
import dev.lamina.Repository;
import dev.lamina.Tag;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A line of the list of images: an image under one of its names.
 *
 * @param image the image
 * @param repository the name without tag
 * @param tag the tag
 * @param digest the digest by which the repository's registry knows the image
 */
record ImageRow(Image image, String repository, String tag, String digest) {
  private static final String NONE = "<none>";

  /**
   * Returns an image's lines: one for each tag, and one for each repository that it has no tag of.
   *
   * @param wanted what names to show; an image without names stands for itself
   * @param digests whether each digest has a line of its own
   */
  static List<ImageRow> of(Image image, Predicate<Reference> wanted, boolean digests) {
    if (image.tags().isEmpty() && image.repoDigests().isEmpty()) {
      return List.of(new ImageRow(image, NONE, NONE, NONE));
    }
    List<Tag> tags = image.tags().stream().filter(wanted).toList();
    List<DigestReference> known = image.repoDigests().stream().filter(wanted).toList();
    Stream<ImageRow> tagged =
        tags.stream()
            .flatMap(
                tag ->
                    digests(known, tag.repository(), digests)
                        .map(digest -> row(image, tag.repository(), tag.tag(), digest)));
    Stream<ImageRow> untagged =
        known.stream()
            .map(DigestReference::repository)
            .distinct()
            .filter(repository -> tags.stream().noneMatch(t -> t.repository().equals(repository)))
            .flatMap(
                repository ->
                    digests(known, repository, digests)
                        .map(digest -> row(image, repository, NONE, digest)));
    return Stream.concat(tagged, untagged).toList();
  }

  private static Stream<String> digests(
      List<DigestReference> known, Repository repository, boolean digests) {
    List<String> found =
        known.stream()
            .filter(reference -> digests && reference.repository().equals(repository))
            .map(reference -> reference.digest().toString())
            .toList();
    return found.isEmpty() ? Stream.of(NONE) : found.stream();
  }

  /** Returns whether the image has no name at all. */
  boolean isNameless() {
    return repository.equals(NONE);
  }

  private static ImageRow row(Image image, Repository repository, String tag, String digest) {
    return new ImageRow(image, repository.familiarName(), tag, digest);
  }
}
