package dev.lamina.internal.lifecycle;

/** Finds what engines print of a reference in its canonical text, without parsing that. */
final class FamiliarText {
  private static final String DEFAULT_DOMAIN = "docker.io/";
  private static final String OFFICIAL = DEFAULT_DOMAIN + "library/";

  private FamiliarText() {}

  /** Returns where in a canonical text the familiar one begins. */
  static int start(String canonical) {
    if (canonical.startsWith(OFFICIAL) && canonical.indexOf('/', OFFICIAL.length()) < 0) {
      return OFFICIAL.length();
    }
    return canonical.startsWith(DEFAULT_DOMAIN) ? DEFAULT_DOMAIN.length() : 0;
  }

  /** Returns where the name ends, in the text of a reference that has a tag or a digest. */
  static int nameEnd(String canonical) {
    int digest = canonical.indexOf('@');
    return digest < 0 ? canonical.lastIndexOf(':') : digest;
  }

  /** Returns whether a canonical text is a tag's, not a digest's. */
  static boolean isTag(String canonical) {
    return canonical.indexOf('@') < 0;
  }
}
