package dev.lamina.internal.tar;

/**
 * What a tar reader refuses, however well-formed: each limit bounds the memory or the work that an
 * archive can ask for.
 *
 * @param pathBytes the longest path of a member, cleaned
 * @param componentBytes the longest name within a path, without a whiteout's {@code .wh.}
 * @param linkTargetBytes the longest target of a symbolic link
 * @param extensionBytes the longest PAX header or GNU long name
 * @param sparseSegments the most data segments of a sparse file
 * @param xattrBytes the longest value of an extended attribute
 * @param members the most members of an archive
 */
public record TarLimits(
    int pathBytes,
    int componentBytes,
    int linkTargetBytes,
    int extensionBytes,
    int sparseSegments,
    int xattrBytes,
    long members) {
  private static final TarLimits DEFAULTS =
      new TarLimits(4096, 255, 4096, 1 << 20, 100_000, 1 << 16, 5_000_000);

  /** Returns the limits that no file system and no image in the wild exceeds. */
  public static TarLimits defaults() {
    return DEFAULTS;
  }
}
