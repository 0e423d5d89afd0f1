package dev.lamina.engine;

import dev.lamina.internal.catalog.StoreState;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Chooses the IDs of new containers at random. */
final class ContainerIds {
  private static final int BYTES = 32;
  private static final int SHORT_LENGTH = 12;
  private static final int ATTEMPTS = 100;

  private final RandomGenerator random;

  ContainerIds(RandomGenerator random) {
    this.random = random;
  }

  /** Returns an ID that no container has. */
  String next(StoreState state) {
    for (int i = 0; i < ATTEMPTS; i++) {
      byte[] value = new byte[BYTES];
      random.nextBytes(value);
      String id = HexFormat.of().formatHex(value);
      if (!isNumber(id.substring(0, SHORT_LENGTH)) && state.container(id).isEmpty()) {
        return id;
      }
    }
    throw new IllegalStateException("the store's random generator repeats itself");
  }

  // The short ID is the host name, which must not be a mere number.
  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
