package dev.lamina;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of an image.
 *
 * @param diffId the digest of the layer's uncompressed tar
 * @param chainId the digest of the layer with all layers below it
 * @param size the bytes in its files, as engines count them
 */
public record Layer(Digest diffId, Digest chainId, long size) {
  /**
   * Makes a layer.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public Layer {
    if (size < 0) {
      throw new IllegalArgumentException("negative size of layer " + diffId + ": " + size);
    }
  }

  /**
   * Returns the chain ID of each layer of a stack, base first: the lowest layer's is its diff ID,
   * any other's the SHA-256 digest of the chain ID below it, a space, and its diff ID.
   */
  public static List<Digest> chainIds(List<Digest> diffIds) {
    List<Digest> chainIds = new ArrayList<>(diffIds.size());
    MessageDigest sha256 = sha256();
    for (Digest diffId : diffIds) {
      if (chainIds.isEmpty()) {
        chainIds.add(diffId);
      } else {
        String pair = chainIds.get(chainIds.size() - 1) + " " + diffId;
        sha256.update(pair.getBytes(StandardCharsets.US_ASCII));
        chainIds.add(Digest.sha256(sha256));
      }
    }
    return List.copyOf(chainIds);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
