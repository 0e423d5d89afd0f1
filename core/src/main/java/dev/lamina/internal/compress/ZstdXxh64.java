package dev.lamina.internal.compress;

/** The checksum of a frame's content: XXH64 with seed 0, over bytes as they come. */
final class ZstdXxh64 {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  /** The sum of the first two primes, which overflows. */
  private static final long PRIME_1_AND_2 = 0x60EA27EEADC0B5D6L;

  private static final int STRIPE = 32;

  private final byte[] rest = new byte[STRIPE];
  private long total;
  private long lane1;
  private long lane2;
  private long lane3;
  private long lane4;

  ZstdXxh64() {
    reset();
  }

  void reset() {
    total = 0;
    lane1 = PRIME_1_AND_2;
    lane2 = PRIME_2;
    lane3 = 0;
    lane4 = -PRIME_1;
  }

  void update(byte[] bytes, int from, int to) {
    int held = (int) (total & (STRIPE - 1));
    int at = from;
    total += to - from;
    if (held > 0) {
      int count = Math.min(STRIPE - held, to - at);
      System.arraycopy(bytes, at, rest, held, count);
      at += count;
      if (held + count < STRIPE) {
        return;
      }
      stripes(rest, 0, STRIPE);
    }
    int whole = at + ((to - at) & -STRIPE);
    stripes(bytes, at, whole);
    System.arraycopy(bytes, whole, rest, 0, to - whole);
  }

  long value() {
    long hash = total + (total < STRIPE ? PRIME_5 : lanes());
    int held = (int) (total & (STRIPE - 1));
    int at = 0;
    for (; at + 8 <= held; at += 8) {
      hash ^= round(0, ZstdWords.longAt(rest, at));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (at + 4 <= held) {
      hash ^= (ZstdWords.intAt(rest, at) & 0xffffffffL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < held; at++) {
      hash ^= (rest[at] & 0xff) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    return avalanche(hash);
  }

  private void stripes(byte[] bytes, int from, int to) {
    long a = lane1;
    long b = lane2;
    long c = lane3;
    long d = lane4;
    for (int at = from; at < to; at += STRIPE) {
      a = round(a, ZstdWords.longAt(bytes, at));
      b = round(b, ZstdWords.longAt(bytes, at + 8));
      c = round(c, ZstdWords.longAt(bytes, at + 16));
      d = round(d, ZstdWords.longAt(bytes, at + 24));
    }
    lane1 = a;
    lane2 = b;
    lane3 = c;
    lane4 = d;
  }

  private long lanes() {
    long hash =
        Long.rotateLeft(lane1, 1)
            + Long.rotateLeft(lane2, 7)
            + Long.rotateLeft(lane3, 12)
            + Long.rotateLeft(lane4, 18);
    hash = merge(hash, lane1);
    hash = merge(hash, lane2);
    hash = merge(hash, lane3);
    return merge(hash, lane4);
  }

  private static long round(long lane, long word) {
    return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }

  private static long avalanche(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
    mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
    return mixed ^ (mixed >>> 32);
  }
}
