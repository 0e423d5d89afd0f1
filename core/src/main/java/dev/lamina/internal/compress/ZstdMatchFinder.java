package dev.lamina.internal.compress;

import java.util.Arrays;

/**
 * Finds what a frame repeats, by two tables of where a hash of the next bytes was seen last: of
 * eight, for long matches, and of five. A match waits for a better one that begins a byte later.
 */
final class ZstdMatchFinder {
  private static final int LONG_LOG = 17;
  private static final int SHORT_LOG = 16;
  private static final long LONG_PRIME = 0xcf1bbcdcb7a56463L;
  private static final long SHORT_PRIME = 889523592379L << 24;
  private static final int SHORTEST = 4;
  private static final int WORD = 8;

  /** After how many bytes without a match one more is passed over at every step. */
  private static final int PATIENCE_LOG = 8;

  private final int[] longs = new int[1 << LONG_LOG];
  private final int[] shorts = new int[1 << SHORT_LOG];
  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int limit;
  private int recent;
  private int length;
  private int distance;

  /** Begins a frame. */
  void startFrame(byte[] frame, int from, int to) {
    bytes = frame;
    start = from;
    end = to;
    Arrays.fill(longs, from);
    Arrays.fill(shorts, from);
  }

  /** Takes the bytes of the frame's next block apart. */
  void find(int from, int to, ZstdSequenceStore out) {
    limit = to;
    recent = out.recent();
    int anchor = from;
    int last = Math.min(to, end) - WORD;
    int at = Math.max(from, start + 1);
    while (at < last) {
      look(at);
      if (length < SHORTEST) {
        at += 1 + ((at - anchor) >>> PATIENCE_LOG);
        continue;
      }
      at = wait(at, last);
      int distanceNow = distance;
      int to1 = at + length;
      while (at > anchor
          && at - distanceNow > start
          && bytes[at - 1] == bytes[at - 1 - distanceNow]) {
        at--;
      }
      out.add(bytes, anchor, at - anchor, to1 - at, distanceNow);
      recent = distanceNow;
      insert(at + 2, Math.min(to1, last));
      at = to1;
      anchor = at;
    }
    out.addLiterals(bytes, anchor, to - anchor);
  }

  private int wait(int first, int last) {
    int at = first;
    while (at + 1 < last) {
      int lengthBefore = length;
      int distanceBefore = distance;
      look(at + 1);
      if (length < SHORTEST || gain(length, distance) <= gain(lengthBefore, distanceBefore) + 4) {
        length = lengthBefore;
        distance = distanceBefore;
        break;
      }
      at++;
    }
    return at;
  }

  private int gain(int matchLength, int matchDistance) {
    return 4 * matchLength
        - (matchDistance == recent ? 0 : 31 - Integer.numberOfLeadingZeros(matchDistance));
  }

  private void insert(int from, int to) {
    for (int at = from; at < to; at += 3) {
      long word = ZstdWords.longAt(bytes, at);
      longs[longHash(word)] = at;
      shorts[shortHash(word)] = at;
    }
  }

  /** Finds the best match at a place. */
  private void look(int at) {
    long word = ZstdWords.longAt(bytes, at);
    int longHash = longHash(word);
    int shortHash = shortHash(word);
    int far = longs[longHash];
    int near = shorts[shortHash];
    longs[longHash] = at;
    shorts[shortHash] = at;
    int bestLength = 0;
    int bestDistance = 0;
    if (at - recent >= start && ZstdWords.intAt(bytes, at - recent) == (int) word) {
      bestLength = matchLength(at, at - recent);
      bestDistance = recent;
    }
    if (ZstdWords.longAt(bytes, far) == word) {
      int found = matchLength(at, far);
      if (found > bestLength + (bestLength > 0 ? 3 : 0)) {
        bestLength = found;
        bestDistance = at - far;
      }
    } else if (ZstdWords.intAt(bytes, near) == (int) word) {
      int found = matchLength(at, near);
      if (found > bestLength + (bestLength > 0 ? 3 : 0)) {
        bestLength = found;
        bestDistance = at - near;
      }
    }
    length = bestLength;
    distance = bestDistance;
  }

  private int matchLength(int at, int before) {
    int count = 0;
    int most = limit - at;
    while (count + WORD <= most) {
      long difference =
          ZstdWords.longAt(bytes, at + count) ^ ZstdWords.longAt(bytes, before + count);
      if (difference != 0) {
        return count + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
      count += WORD;
    }
    while (count < most && bytes[at + count] == bytes[before + count]) {
      count++;
    }
    return count;
  }

  private static int longHash(long word) {
    return (int) (word * LONG_PRIME >>> (64 - LONG_LOG));
  }

  private static int shortHash(long word) {
    return (int) ((word << 24) * SHORT_PRIME >>> (64 - SHORT_LOG));
  }
}
