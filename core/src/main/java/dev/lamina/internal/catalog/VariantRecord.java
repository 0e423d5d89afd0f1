package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import java.util.List;

/**
 * An image for another platform, kept below the one that the store shows: it has no name of its
 * own, goes with that image, and is written again when the whole index is saved.
 *
 * @param os the operating system; empty if unknown, like the three that follow
 * @param architecture the processor
 * @param variant the kind of that processor
 * @param osVersion the version of the operating system
 * @param config the digest of its config
 * @param manifest the digest of its manifest
 * @param diffIds its layers, base to top
 */
public record VariantRecord(
    String os,
    String architecture,
    String variant,
    String osVersion,
    Digest config,
    Digest manifest,
    List<Digest> diffIds) {
  /** Makes a record with a copy of the list. */
  public VariantRecord {
    diffIds = List.copyOf(diffIds);
  }
}
