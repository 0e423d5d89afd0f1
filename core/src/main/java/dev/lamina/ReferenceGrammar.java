package dev.lamina;

import org.jspecify.annotations.Nullable;

/**
 * The grammar of image references, as engines have it.
 *
 * <pre>
 * reference  = name [":" tag] ["@" digest]
 * name       = [domain "/"] path
 * domain     = host [":" digits]; host = label *("." label), or "[" hex digits and colons "]"
 * label      = letters and digits, with "-" inside
 * path       = component *("/" component), at most 255 characters
 * component  = runs of a-z and 0-9, joined by ".", "_", "__" or any number of "-"
 * tag        = a word character, then at most 127 word characters, "." and "-"
 * digest     = algorithm ":" 32 or more hexadecimal digits
 * algorithm  = runs of letters and digits that begin with a letter, joined by "+", ".", "-" or "_"
 * identifier = 64 lower-case hexadecimal digits
 * </pre>
 *
 * <p>No tag or digest holds a {@code /}, and no path a {@code :} or {@code @}, so that one pass
 * from left to right finds every part: time is linear in the text, which may come from anywhere.
 */
final class ReferenceGrammar {
  /** The domain of a name that says none. */
  static final String DEFAULT_DOMAIN = "docker.io";

  /** Where the default domain keeps the names of one component. */
  static final String OFFICIAL_PREFIX = "library/";

  private static final String LEGACY_DEFAULT_DOMAIN = "index.docker.io";
  private static final String INVALID_FORMAT = "invalid reference format";
  private static final int MAX_PATH_LENGTH = 255;
  private static final int MAX_TAG_LENGTH = 128;
  private static final int MIN_DIGEST_LENGTH = 32;
  private static final int IDENTIFIER_LENGTH = 64;

  private ReferenceGrammar() {}

  /** The parts of a reference; what the text does not say is empty. */
  record Parts(String domain, String path, String tag, String digest) {
    private Parts at(Digest checked) {
      return new Parts(domain, path, tag, checked.toString());
    }

    boolean isName() {
      return tag.isEmpty() && digest.isEmpty();
    }

    String name() {
      return domain.isEmpty() ? path : domain + "/" + path;
    }

    @Override
    public String toString() {
      return name() + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
    }
  }

  /** Parses what a user types, with the default domain where the text says none; adds no tag. */
  static Parts parseNormalized(String text) {
    if (isIdentifier(text)) {
      throw new InvalidReferenceException(
          text,
          "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
    }
    int slash = text.indexOf('/');
    String first = text.substring(0, Math.max(slash, 0));
    boolean saysDomain = isMeantAsDomain(first);
    String domain = !saysDomain || first.equals(LEGACY_DEFAULT_DOMAIN) ? DEFAULT_DOMAIN : first;
    String rest = saysDomain ? text.substring(slash + 1) : text;
    if (domain.equals(DEFAULT_DOMAIN) && rest.indexOf('/') < 0) {
      rest = OFFICIAL_PREFIX + rest;
    }
    int colon = rest.indexOf(':');
    String path = colon < 0 ? rest : rest.substring(0, colon);
    if (!isLowerCase(path)) {
      throw new InvalidReferenceException(
          text, INVALID_FORMAT + ": repository name must be lowercase");
    }
    return parse(text, domain + "/" + rest);
  }

  /** Parses a reference as it is written, whatever its domain. */
  static Parts parse(String text) {
    return parse(text, text);
  }

  private static Parts parse(String typed, String text) {
    if (text.isEmpty()) {
      throw new InvalidReferenceException(
          typed, "repository name must have at least one component");
    }
    Parts parts = match(text);
    if (parts == null) {
      throw new InvalidReferenceException(typed, whyNoMatch(text));
    }
    if (parts.path().length() > MAX_PATH_LENGTH) {
      throw new InvalidReferenceException(
          typed, "repository name must not be more than 255 characters");
    }
    return parts.digest().isEmpty() ? parts : parts.at(digest(typed, parts));
  }

  // The digest is sound or not by itself, but the caller must hear of the text that was typed.
  private static Digest digest(String typed, Parts parts) {
    try {
      return Digest.parse(parts.digest());
    } catch (InvalidReferenceException e) {
      throw new InvalidReferenceException(typed, String.valueOf(e.getMessage()));
    }
  }

  private static String whyNoMatch(String text) {
    return !isLowerCase(text) && match(toLowerCase(text)) != null
        ? "repository name must be lowercase"
        : INVALID_FORMAT;
  }

  /** Returns the error for a text that has the form of a reference, but not of the kind wanted. */
  static InvalidReferenceException invalidFormat(String text) {
    return new InvalidReferenceException(text, INVALID_FORMAT);
  }

  /** Splits a text by the grammar alone: lengths, digests and defaults are not looked at. */
  static @Nullable Parts match(String text) {
    int slash = text.indexOf('/');
    String domain = slash > 0 && isDomain(text.substring(0, slash)) ? text.substring(0, slash) : "";
    int start = domain.isEmpty() ? 0 : slash + 1;
    int at = indexOrEnd(text, '@', start);
    int colon = Math.min(indexOrEnd(text, ':', start), at);
    String path = text.substring(start, colon);
    String tag = text.substring(Math.min(colon + 1, at), at);
    String digest = text.substring(Math.min(at + 1, text.length()));
    boolean matches =
        isPath(path) && (colon == at || isTag(tag)) && (at == text.length() || isDigest(digest));
    return matches ? new Parts(domain, path, tag, digest) : null;
  }

  private static int indexOrEnd(String text, char wanted, int from) {
    int index = text.indexOf(wanted, from);
    return index < 0 ? text.length() : index;
  }

  /** Whether the first of several components names a registry, rather than a user there. */
  private static boolean isMeantAsDomain(String first) {
    return first.equals("localhost")
        || first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || !isLowerCase(first);
  }

  static boolean isIdentifier(String text) {
    return text.length() == IDENTIFIER_LENGTH
        && text.chars().allMatch(c -> isDigit(c) || (c >= 'a' && c <= 'f'));
  }

  static boolean isDomain(String text) {
    boolean bracketed = text.startsWith("[");
    int hostEnd = bracketed ? text.indexOf(']') + 1 : indexOrEnd(text, ':', 0);
    boolean isHost =
        bracketed ? isIpv6Address(text, hostEnd) : isDomainName(text.substring(0, hostEnd));
    return isHost && isOptionalPort(text.substring(hostEnd));
  }

  private static boolean isIpv6Address(String text, int end) {
    return end > 2 && text.substring(1, end - 1).chars().allMatch(c -> isHexDigit(c) || c == ':');
  }

  private static boolean isDomainName(String text) {
    int before = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          isAlphanumeric(c) || (c == '-' && before != '.') || (c == '.' && isAlphanumeric(before));
      if (!fits) {
        return false;
      }
      before = c;
    }
    return isAlphanumeric(before);
  }

  private static boolean isOptionalPort(String text) {
    return text.isEmpty()
        || (text.length() > 1
            && text.charAt(0) == ':'
            && text.chars().skip(1).allMatch(ReferenceGrammar::isDigit));
  }

  static boolean isPath(String text) {
    int at = 0;
    while (true) {
      int end = lowerAlphanumericEnd(text, at);
      if (end == at || end == text.length()) {
        return end > at;
      }
      at = separatorEnd(text, end);
      if (at == end) {
        return false;
      }
    }
  }

  private static int lowerAlphanumericEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isLowerAlphanumeric(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int separatorEnd(String text, int from) {
    int end = from;
    switch (text.charAt(from)) {
      case '/', '.' -> end++;
      case '_' -> end += text.startsWith("__", from) ? 2 : 1;
      case '-' -> {
        while (end < text.length() && text.charAt(end) == '-') {
          end++;
        }
      }
      default -> {}
    }
    return end;
  }

  static boolean isTag(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_TAG_LENGTH
        && isWord(text.charAt(0))
        && text.chars().allMatch(c -> isWord(c) || c == '.' || c == '-');
  }

  static boolean isDigest(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && isDigestAlgorithm(text.substring(0, colon))
        && text.length() - colon > MIN_DIGEST_LENGTH
        && text.chars().skip(colon + 1L).allMatch(ReferenceGrammar::isHexDigit);
  }

  private static boolean isDigestAlgorithm(String text) {
    int before = '+';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = isAlphanumeric(before) ? isAlphanumeric(c) || isJoint(c) : isLetter(c);
      if (!fits) {
        return false;
      }
      before = c;
    }
    return isAlphanumeric(before);
  }

  private static boolean isJoint(int c) {
    return c == '+' || c == '.' || c == '-' || c == '_';
  }

  private static boolean isWord(int c) {
    return isAlphanumeric(c) || c == '_';
  }

  private static boolean isAlphanumeric(int c) {
    return isLetter(c) || isDigit(c);
  }

  private static boolean isLowerAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || isDigit(c);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isHexDigit(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  // Letter by letter, as engines do: String.toLowerCase turns some letters into several.
  private static boolean isLowerCase(String text) {
    return text.codePoints().allMatch(c -> Character.toLowerCase(c) == c);
  }

  private static String toLowerCase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(out::appendCodePoint);
    return out.toString();
  }
}
