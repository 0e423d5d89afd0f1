package dev.lamina.internal.compress;

import java.util.Arrays;

/**
 * Finds what a frame repeats: where a hash of the next eight bytes was seen last, and a few of the
 * places where one of the next four was. A match waits for a better one that begins a byte later.
 */
final class ZstdMatchFinder {
  private static final int LONG_LOG = 17;
  private static final int SHORT_LOG = 17;
  private static final int CHAIN = 1 << 18;
  private static final int TRIES = 5;
  private static final long PRIME = 0xcf1bbcdcb7a56463L;
  private static final int SHORTEST = 4;
  private static final int WORD = 8;

  /** After how many bytes without a match one more is passed over at every step. */
  private static final int PATIENCE_LOG = 8;

  /** How many bits less a sequence takes when it names the most recent distance. */
  private static final int RECENT_GAIN = 12;

  /** How much better, in bits, a match must be to be worth one more literal. */
  private static final int WAIT_GAIN = 4;

  private final int[] longs = new int[1 << LONG_LOG];
  private final int[] shorts = new int[1 << SHORT_LOG];

  /** For each of the last places, the one before it with the same hash of four bytes. */
  private final int[] chain = new int[CHAIN];

  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int limit;
  private int recent;
  private int length;
  private int distance;
  private int gain;

  /** Begins a frame. */
  void startFrame(byte[] frame, int from, int to) {
    bytes = frame;
    start = from;
    end = to;
    Arrays.fill(longs, from);
    Arrays.fill(shorts, from);
    Arrays.fill(chain, from);
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
      if (gain == 0) {
        at += 1 + ((at - anchor) >>> PATIENCE_LOG);
        continue;
      }
      at = waitForBetter(at, last);
      int next = at + length;
      int first = backwards(at, anchor);
      out.add(bytes, anchor, first - anchor, next - first, distance);
      recent = distance;
      insert(at + 2, Math.min(next, last));
      at = next;
      anchor = next;
    }
    out.addLiterals(bytes, anchor, to - anchor);
  }

  /** Returns where the best match begins of those that begin at a place, or follow closely. */
  private int waitForBetter(int first, int last) {
    int at = first;
    while (at + 1 < last) {
      int lengthBefore = length;
      int distanceBefore = distance;
      int gainBefore = gain;
      look(at + 1);
      if (gain <= gainBefore + WAIT_GAIN) {
        length = lengthBefore;
        distance = distanceBefore;
        return at;
      }
      at++;
    }
    return at;
  }

  /** Returns where the match begins when the bytes before it are the same too. */
  private int backwards(int from, int anchor) {
    int at = from;
    while (at > anchor && at - distance > start && bytes[at - 1] == bytes[at - 1 - distance]) {
      at--;
    }
    return at;
  }

  private void insert(int from, int to) {
    for (int at = from; at < to; at++) {
      long word = ZstdWords.longAt(bytes, at);
      longs[longHash(word)] = at;
      int hash = shortHash(word);
      chain[at & (CHAIN - 1)] = shorts[hash];
      shorts[hash] = at;
    }
  }

  /** Finds the best match that begins at a place: its gain is 0 if there is none. */
  private void look(int at) {
    long word = ZstdWords.longAt(bytes, at);
    int longHash = longHash(word);
    int shortHash = shortHash(word);
    int far = longs[longHash];
    int near = shorts[shortHash];
    longs[longHash] = at;
    shorts[shortHash] = at;
    chain[at & (CHAIN - 1)] = near;
    length = SHORTEST - 1;
    gain = 0;
    if (at - recent >= start && ZstdWords.intAt(bytes, at - recent) == (int) word) {
      offer(at, at - recent);
    }
    if (ZstdWords.longAt(bytes, far) == word) {
      offer(at, far);
    }
    followChain(at, near, (int) word);
  }

  private void followChain(int at, int nearest, int word) {
    int oldest = Math.max(start, at - CHAIN + 1);
    int before = nearest;
    for (int tries = TRIES; tries > 0 && at + length < limit; tries--) {
      // Only what agrees where the best match ends can be longer.
      int tail = length + 1 - SHORTEST;
      if (ZstdWords.intAt(bytes, before + tail) == ZstdWords.intAt(bytes, at + tail)
          && ZstdWords.intAt(bytes, before) == word) {
        offer(at, before);
      }
      int next = chain[before & (CHAIN - 1)];
      if (next >= before || next < oldest) {
        return;
      }
      before = next;
    }
  }

  private void offer(int at, int before) {
    int found = matchLength(at, before);
    int far = at - before;
    int bits = far == recent ? -RECENT_GAIN : 31 - Integer.numberOfLeadingZeros(far);
    int worth = Math.max(1, 4 * found - bits);
    if (worth > gain) {
      gain = worth;
      length = found;
      distance = far;
    }
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
    return (int) ((word * PRIME) >>> (64 - LONG_LOG));
  }

  private static int shortHash(long word) {
    return (int) (((word << 32) * PRIME) >>> (64 - SHORT_LOG));
  }
}
