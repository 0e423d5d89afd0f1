package dev.lamina.examples.cli;

import dev.lamina.DigestReference;
import dev.lamina.Image;
import dev.lamina.Repository;
import dev.lamina.examples.cli.template.Row;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  /** What stands for a name that is not there. */
  static final String NONE = "<none>";

  private static final String UNKNOWN = "N/A";

  /**
   * Returns an image's lines: one for each tag, and one for each repository that it has no tag of.
   *
   * @param digests whether each digest has a line of its own
   */
  static List<ImageRow> of(Image image, boolean digests) {
    if (image.tags().isEmpty() && image.repoDigests().isEmpty()) {
      return List.of(new ImageRow(image, NONE, NONE, NONE));
    }
    List<DigestReference> known = image.repoDigests();
    Stream<ImageRow> tagged =
        image.tags().stream()
            .flatMap(
                tag ->
                    digests(known, tag.repository(), digests)
                        .map(digest -> row(image, tag.repository(), tag.tag(), digest)));
    Stream<ImageRow> untagged =
        known.stream()
            .map(DigestReference::repository)
            .distinct()
            .filter(name -> image.tags().stream().noneMatch(t -> t.repository().equals(name)))
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

  private static ImageRow row(Image image, Repository repository, String tag, String digest) {
    return new ImageRow(image, repository.familiarName(), tag, digest);
  }

  /** Returns the fields as templates see them. */
  Row fields(Clock clock, boolean full) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("Repository", repository);
    fields.put("Tag", tag);
    fields.put("Digest", digest);
    fields.put("ID", full ? image.id().toString() : image.id().shortId());
    fields.put("CreatedAt", HumanTime.of(image.created(), clock));
    fields.put("CreatedSince", age(clock));
    fields.put("Size", HumanSize.of(image.size()));
    fields.put("VirtualSize", HumanSize.of(image.size()));
    fields.put("SharedSize", UNKNOWN);
    fields.put("UniqueSize", UNKNOWN);
    fields.put("Containers", UNKNOWN);
    return Row.of("*formatter.imageContext", fields);
  }

  private String age(Clock clock) {
    return HumanTime.isSaid(image.created()) ? HumanTime.ago(image.created(), clock) : "";
  }
}
