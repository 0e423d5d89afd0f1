package dev.lamina.internal.blob;

import dev.lamina.Digest;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Blobs, and layers by their DiffIDs, that somebody needs or does not need any more.
 *
 * @param blobs the digests of blobs
 * @param layers the DiffIDs of layers, for what is derived from them
 */
public record Needs(Set<Digest> blobs, Set<Digest> layers) {
  /** Nothing. */
  public static final Needs NONE = new Needs(Set.of(), Set.of());

  /** Copies the sets. */
  public Needs {
    blobs = Set.copyOf(blobs);
    layers = Set.copyOf(layers);
  }

  /** Returns whether there is nothing. */
  public boolean isEmpty() {
    return blobs.isEmpty() && layers.isEmpty();
  }

  /** Returns these and others. */
  public Needs and(Needs others) {
    return new Needs(union(blobs, others.blobs), union(layers, others.layers));
  }

  /** Returns these without others. */
  public Needs without(Needs others) {
    return new Needs(difference(blobs, others.blobs), difference(layers, others.layers));
  }

  private static Set<Digest> union(Set<Digest> some, Set<Digest> others) {
    Set<Digest> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Set<Digest> difference(Set<Digest> some, Set<Digest> others) {
    Set<Digest> rest = new LinkedHashSet<>(some);
    rest.removeAll(others);
    return rest;
  }
}
