package dev.lamina.internal.compress;

/** How a stream is packed. */
public enum Compression {
  /** Not at all. */
  PLAIN(0, 0),
  /** RFC 1952. */
  GZIP(0x1f8b08, 3),
  /** RFC 8878. */
  ZSTD(0x28b52ffd, 4),
  /** The format of {@code bzip2}. */
  BZIP2(0x425a68, 3),
  /** The format of {@code xz}. */
  XZ(0xfd377a585a00L, 6);

  /** The most bytes that {@link #sniff} looks at. */
  public static final int HEAD = 6;

  private static final int SKIPPABLE_LENGTH = 4;

  /** The magic number of zstd's skippable frames, whose first byte's low half may be anything. */
  private static final long SKIPPABLE = 0x502a4d18L;

  private static final long SKIPPABLE_MASK = 0xf0ffffffL;

  private final long magic;
  private final int magicLength;

  Compression(long magic, int magicLength) {
    this.magic = magic;
    this.magicLength = magicLength;
  }

  /**
   * Tells by the first bytes of a stream how it is packed; what is not known is plain. Never by a
   * name or a media type, which may be wrong.
   *
   * @param length how many bytes of the array there are: {@link #HEAD} or the whole stream
   */
  public static Compression sniff(byte[] head, int length) {
    for (Compression compression : values()) {
      int magicLength = compression.magicLength;
      if (magicLength > 0
          && length >= magicLength
          && number(head, magicLength) == compression.magic) {
        return compression;
      }
    }
    boolean skippable =
        length >= SKIPPABLE_LENGTH
            && (number(head, SKIPPABLE_LENGTH) & SKIPPABLE_MASK) == SKIPPABLE;
    return skippable ? ZSTD : PLAIN;
  }

  private static long number(byte[] head, int length) {
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | (head[i] & 0xff);
    }
    return number;
  }
}
