package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ImageRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sorts images newest first by whole seconds, and leaves those of one second as they are. What is
 * sorted are numbers, of the second and the place in the list: that takes a fraction of the time.
 */
final class NewestFirst {
  /** The time of an image that says none, as engines sort: the beginning of the year 1. */
  private static final Instant TIMELESS = Instant.parse("0001-01-01T00:00:00Z");

  private static final int PLACE_BITS = 24; // No state has as many images as that.
  private static final int PLACE = (1 << PLACE_BITS) - 1;

  /** The rest of a number, with its sign: enough for 17 000 years. */
  private static final long LAST_SECOND = (1L << (Long.SIZE - PLACE_BITS - 1)) - 1;

  private NewestFirst() {}

  static Stream<ListedImage> sorted(List<ListedImage> images) {
    long[] keys = new long[images.size()];
    for (int place = 0; place < keys.length; place++) {
      keys[place] = (-second(images.get(place).image()) << PLACE_BITS) | place;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToObj(key -> images.get((int) key & PLACE));
  }

  private static long second(ImageRecord image) {
    long second = image.created().orElse(TIMELESS).getEpochSecond();
    return Math.max(-LAST_SECOND, Math.min(second, LAST_SECOND));
  }
}
