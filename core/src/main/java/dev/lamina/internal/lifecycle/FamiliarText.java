package dev.lamina.internal.lifecycle;

/** What engines print of a reference, made of its canonical text without parsing it. */
final class FamiliarText {
  private static final String DEFAULT_DOMAIN = "docker.io/";
  private static final String OFFICIAL = DEFAULT_DOMAIN + "library/";

  private FamiliarText() {}

  /** Returns the familiar text of a canonical one. */
  static String of(String canonical) {
    if (canonical.startsWith(OFFICIAL) && canonical.indexOf('/', OFFICIAL.length()) < 0) {
      return canonical.substring(OFFICIAL.length());
    }
    return canonical.startsWith(DEFAULT_DOMAIN)
        ? canonical.substring(DEFAULT_DOMAIN.length())
        : canonical;
  }

  /** Returns the name of a reference that has a tag or a digest, without that. */
  static String name(String reference) {
    int digest = reference.indexOf('@');
    return reference.substring(0, digest < 0 ? reference.lastIndexOf(':') : digest);
  }

  /** Returns whether a canonical text is a tag's, not a digest's. */
  static boolean isTag(String canonical) {
    return canonical.indexOf('@') < 0;
  }
}
