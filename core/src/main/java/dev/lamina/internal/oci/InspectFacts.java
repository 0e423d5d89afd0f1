package dev.lamina.internal.oci;

import dev.lamina.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an inspection says about an image that is not in its config, but known to the store.
 *
 * @param id the image ID
 * @param repoTags the tags in familiar form, in the order to print them
 * @param repoDigests the digest references in familiar form, in the order to print them
 * @param parent the parent image, if it is known
 * @param size the size of all layers in bytes
 * @param driver the name of the storage
 * @param driverData what the storage says about the image
 * @param lastTagged when a tag was last put on it
 */
public record InspectFacts(
    Digest id,
    List<String> repoTags,
    List<String> repoDigests,
    Optional<Digest> parent,
    long size,
    String driver,
    Map<String, String> driverData,
    Optional<Instant> lastTagged) {

  /** Makes facts of their parts. */
  public InspectFacts {
    repoTags = List.copyOf(repoTags);
    repoDigests = List.copyOf(repoDigests);
    driverData = Map.copyOf(driverData);
  }
}
