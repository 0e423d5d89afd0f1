package dev.lamina;

import java.util.Optional;

/**
 * The fixed name of an image: a repository and the digest of a manifest there, such as {@code
 * ubuntu@sha256:2c26b46b…}.
 *
 * <p>A tag may have been written between the two. Engines print it back, and otherwise take no
 * notice; so here it stands in {@link #tag} and {@link #toString} only, and references that differ
 * in nothing else are equal.
 */
public final class DigestReference implements Reference {
  private final Repository repository;
  private final String tag;
  private final Digest digest;

  private DigestReference(Repository repository, String tag, Digest digest) {
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /**
   * Parses {@code name@digest} or {@code name:tag@digest}.
   *
   * @throws InvalidReferenceException if the text is neither; the message is the engine's
   */
  public static DigestReference parse(String text) {
    ReferenceGrammar.Parts parts = ReferenceGrammar.parseNormalized(text);
    if (parts.digest().isEmpty()) {
      throw ReferenceGrammar.invalidFormat(text);
    }
    return of(parts);
  }

  /** Returns the reference to a digest in a repository. */
  public static DigestReference of(Repository repository, Digest digest) {
    return new DigestReference(repository, "", digest);
  }

  static DigestReference of(ReferenceGrammar.Parts parts) {
    return new DigestReference(Repository.of(parts), parts.tag(), Digest.parse(parts.digest()));
  }

  /** Returns the repository. */
  public Repository repository() {
    return repository;
  }

  /** Returns the tag that was written before the digest, if any. */
  public Optional<String> tag() {
    return tag.isEmpty() ? Optional.empty() : Optional.of(tag);
  }

  /** Returns the digest. */
  public Digest digest() {
    return digest;
  }

  /** Returns the full name and the digest, without a tag. */
  @Override
  public String canonical() {
    return repository.canonicalName() + "@" + digest;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof DigestReference other
        && repository.equals(other.repository)
        && digest.equals(other.digest);
  }

  @Override
  public int hashCode() {
    return 31 * repository.hashCode() + digest.hashCode();
  }

  /** Returns the familiar name, the tag if one was written, and the digest. */
  @Override
  public String toString() {
    return repository.familiarName() + (tag.isEmpty() ? "" : ":" + tag) + "@" + digest;
  }
}
