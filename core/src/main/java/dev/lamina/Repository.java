package dev.lamina;

/**
 * The name of a series of images without tag or digest, such as {@code ubuntu}, which in full is
 * {@code docker.io/library/ubuntu}.
 */
public final class Repository implements Comparable<Repository> {
  private final String domain;
  private final String path;

  private Repository(String domain, String path) {
    this.domain = domain;
    this.path = path;
  }

  /**
   * Parses a name as a user types it: the domain may be left out, and {@code library/} with it.
   *
   * @throws InvalidReferenceException if the text is no name, or has a tag or digest; the message
   *     is the engine's
   */
  public static Repository parse(String text) {
    ReferenceGrammar.Parts parts = ReferenceGrammar.parseNormalized(text);
    if (!parts.isName()) {
      throw ReferenceGrammar.invalidFormat(text);
    }
    return of(parts);
  }

  static Repository of(ReferenceGrammar.Parts parts) {
    return new Repository(parts.domain(), parts.path());
  }

  /**
   * Returns the registry's host and port, such as {@code docker.io} or {@code localhost:5000};
   * empty for a name such as {@code my_host.com/app}, which says where but is no host's.
   */
  public String domain() {
    return domain;
  }

  /** Returns the name within the registry, such as {@code library/ubuntu}. */
  public String path() {
    return path;
  }

  /** Returns the full name, such as {@code docker.io/library/ubuntu}. */
  public String canonicalName() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }

  /**
   * Returns the name as engines print it, such as {@code ubuntu}.
   *
   * <p>It parses back to this repository, save where a path on {@code docker.io} looks like a
   * domain or an image ID ({@code docker.io/localhost/a} prints as {@code localhost/a}): the
   * canonical name always does.
   */
  public String familiarName() {
    if (!domain.equals(ReferenceGrammar.DEFAULT_DOMAIN)) {
      return canonicalName();
    }
    int official = ReferenceGrammar.OFFICIAL_PREFIX.length();
    boolean isOfficial =
        path.startsWith(ReferenceGrammar.OFFICIAL_PREFIX) && path.indexOf('/', official) < 0;
    return isOfficial ? path.substring(official) : path;
  }

  /** Orders by canonical name. */
  @Override
  public int compareTo(Repository other) {
    return canonicalName().compareTo(other.canonicalName());
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Repository other
        && domain.equals(other.domain)
        && path.equals(other.path);
  }

  @Override
  public int hashCode() {
    return 31 * domain.hashCode() + path.hashCode();
  }

  /** Returns the familiar name. */
  @Override
  public String toString() {
    return familiarName();
  }
}
