package dev.lamina;

/** A movable name of an image: a repository and a tag, such as {@code ubuntu:24.04}. */
public final class Tag implements Reference {
  private static final String LATEST = "latest";
  private static final String DIGEST_ALGORITHM = "sha256";

  private final Repository repository;
  private final String tag;

  private Tag(Repository repository, String tag) {
    this.repository = repository;
    this.tag = tag;
  }

  /**
   * Parses the name for a new tag, such as {@code app:1.0}; {@code latest} is added if it has none.
   *
   * <p>Unlike {@link Reference#parse}, this refuses names that look things up but may not be given
   * to an image: those with a digest, and those in a repository called {@code sha256}.
   *
   * @throws InvalidReferenceException if the text is no such name; the message is the engine's
   */
  public static Tag parse(String text) {
    ReferenceGrammar.Parts parts = ReferenceGrammar.parseNormalized(text);
    if (!parts.digest().isEmpty()) {
      throw new InvalidReferenceException(text, "refusing to create a tag with a digest reference");
    }
    return of(parts).checkUnambiguous();
  }

  /**
   * Returns a tag of a repository.
   *
   * @throws InvalidReferenceException if an image cannot be given this name; the message is the
   *     engine's
   */
  public static Tag of(Repository repository, String tag) {
    if (!ReferenceGrammar.isTag(tag)) {
      throw new InvalidReferenceException(tag, "invalid tag format");
    }
    return new Tag(repository, tag).checkUnambiguous();
  }

  /** Returns the tag to look up, which may be one that no image can have. */
  static Tag of(ReferenceGrammar.Parts parts) {
    return new Tag(Repository.of(parts), parts.tag().isEmpty() ? LATEST : parts.tag());
  }

  private Tag checkUnambiguous() {
    if (repository.familiarName().equals(DIGEST_ALGORITHM)) {
      throw new InvalidReferenceException(
          toString(), "refusing to create an ambiguous tag using digest algorithm as name");
    }
    return this;
  }

  /** Returns the repository. */
  public Repository repository() {
    return repository;
  }

  /** Returns the tag alone, such as {@code 24.04}. */
  public String tag() {
    return tag;
  }

  @Override
  public String canonical() {
    return repository.canonicalName() + ":" + tag;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Tag other
        && repository.equals(other.repository)
        && tag.equals(other.tag);
  }

  @Override
  public int hashCode() {
    return 31 * repository.hashCode() + tag.hashCode();
  }

  @Override
  public String toString() {
    return repository.familiarName() + ":" + tag;
  }
}
