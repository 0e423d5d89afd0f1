package dev.lamina.testing;

import dev.lamina.Building;
import java.util.Random;

/** Images of noise, for tests to which the contents do not matter. */
public final class RandomImages {
  private RandomImages() {}

  /**
   * Returns an image with a file of noise in each layer. The same arguments give the same image on
   * every machine, another seed one that shares no layer with it.
   *
   * @param layers how many layers, at least 0
   * @param bytes how many bytes the file of each layer has, at least 0
   * @param seed what the noise is made of
   * @throws IllegalArgumentException if one of the first two is negative
   */
  public static SampleImage of(int layers, int bytes, long seed) {
    if (layers < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "an image cannot have %d layers of %d bytes".formatted(layers, bytes));
    }
    return SampleImage.of(image -> fill(image, layers, bytes, seed));
  }

  private static Building fill(Building image, int layers, int bytes, long seed) {
    Building filled = image.label("seed", Long.toString(seed));
    for (int i = 0; i < layers; i++) {
      String path = "/layer" + i;
      long seedOfLayer = seed * 31 + i;
      filled = filled.layer(files -> files.file(path, noise(bytes, seedOfLayer)));
    }
    return filled;
  }

  private static byte[] noise(int bytes, long seed) {
    byte[] noise = new byte[bytes];
    new Random(seed).nextBytes(noise);
    return noise;
  }
}
