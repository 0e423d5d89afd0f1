package dev.lamina;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a manifest or an index says of a blob: its type, digest and size.
 *
 * @param mediaType the type of the contents
 * @param digest the digest of the contents
 * @param size the number of bytes
 * @param platform what the image runs on, in an index
 * @param annotations further notes, sorted by key
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<Platform> platform,
    Map<String, String> annotations) {
  /**
   * Makes a descriptor, with a copy of the annotations.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("negative size of blob " + digest + ": " + size);
    }
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** Makes a descriptor without platform and annotations. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), Map.of());
  }
}
