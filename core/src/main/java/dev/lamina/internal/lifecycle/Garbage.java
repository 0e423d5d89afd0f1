package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import java.util.List;

/**
 * What a store need not keep any more.
 *
 * @param blobs the digests of blobs that nothing names any more
 * @param layers the diff IDs of layers that are gone, whose indexes and trees can go
 */
public record Garbage(List<Digest> blobs, List<Digest> layers) {
  /** Makes a record with copies of the lists. */
  public Garbage {
    blobs = List.copyOf(blobs);
    layers = List.copyOf(layers);
  }
}
