package dev.lamina.internal.compress;

import static dev.lamina.internal.compress.GzipSamples.concat;
import static dev.lamina.internal.compress.GzipSamples.deflate;
import static dev.lamina.internal.compress.GzipSamples.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage is refused, or read as zlib reads it; nothing else happens. */
final class InflateDamageTest {
  @Test
  void read_everyDamagedByte_isRefusedOrReadAsByZlib() throws IOException {
    byte[] data = GzipSamples.mixed(1500, new Random(2));
    byte[][] samples = {
      gzip(data, 9, Deflater.DEFAULT_STRATEGY, 31),
      gzip(data, 9, Deflater.HUFFMAN_ONLY, 0),
      gzip(data, 0, Deflater.DEFAULT_STRATEGY, 0),
      gzip(Arrays.copyOf(data, 40), 9, Deflater.DEFAULT_STRATEGY, 0),
      concat(gzip(Arrays.copyOf(data, 100)), gzip(Arrays.copyOf(data, 300)), new byte[9]),
    };

    for (byte[] sample : samples) {
      for (int i = 0; i < sample.length; i++) {
        for (int flip : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
          byte[] damaged = sample.clone();
          damaged[i] ^= (byte) flip;
          checkGzip(damaged, "byte " + i + " ^ " + flip);
        }
      }
    }
  }

  private static void checkGzip(byte[] packed, String what) throws IOException {
    byte[] unpacked;
    try {
      unpacked = GzipSamples.unpack(packed);
    } catch (ZipException | EOFException e) {
      assertThat(e).as(what).hasMessageContaining("gzip");
      return;
    }
    byte[] expected = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    assertThat(unpacked).as(what).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void next_damagedDeflate_isTakenIfAndOnlyIfZlibTakesIt(long seed) throws IOException {
    Random random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 6_000; i++) {
      byte[] packed = damagedDeflate(random);
      taken += checkDeflate(packed, "seed " + seed + ", stream " + i) ? 1 : 0;
    }

    assertThat(taken).isBetween(100, 5_900);
  }

  private static byte[] damagedDeflate(Random random) {
    byte[] data = GzipSamples.mixed(1 + random.nextInt(600), random);
    byte[] packed = deflate(data, random.nextInt(10), random.nextInt(3));
    // Most of the damage to where the codes are described.
    int reach = random.nextBoolean() ? packed.length : Math.min(packed.length, 40);
    for (int n = random.nextInt(3); n >= 0; n--) {
      packed[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(packed, random.nextInt(packed.length + 1))
        : packed;
  }

  @Test
  void next_noise_isTakenIfAndOnlyIfZlibTakesIt() throws IOException {
    Random random = new Random(9);
    for (int i = 0; i < 15_000; i++) {
      byte[] packed = new byte[random.nextInt(200)];
      random.nextBytes(packed);
      boolean unused = checkDeflate(packed, "stream " + i);
    }
  }

  @Test
  void next_randomCodes_areTakenIfAndOnlyIfZlibTakesThem() throws IOException {
    Random random = new Random(10);
    int taken = 0;
    for (int i = 0; i < 6_000; i++) {
      taken += checkDeflate(randomCodes(random), "stream " + i) ? 1 : 0;
    }

    assertThat(taken).isGreaterThan(100);
  }

  /** Splits the code space at random, so that most codes are complete, then uses them. */
  private static byte[] randomCodes(Random random) {
    int[] literals = randomCode(random, 286);
    int[] distances = randomCode(random, 30);
    if (literals[256] == 0 && random.nextInt(10) != 0) {
      literals[256] = Math.max(literals[random.nextInt(286)], 1);
    }
    if (random.nextInt(5) == 0) {
      distances[random.nextInt(30)] = random.nextInt(16);
    }
    BitWriter stream = new BitWriter().dynamic(literals, distances);
    for (int i = 0; i < 300; i++) {
      stream.bits(random.nextInt(), 8);
    }
    return stream.bytes();
  }

  private static int[] randomCode(Random random, int symbols) {
    int[] lengths = new int[symbols];
    int codes = 2;
    lengths[random.nextInt(symbols - 1)] = 1;
    lengths[symbols > 256 ? 256 : symbols - 1] = 1;
    int most = 2 + random.nextInt(symbols - 2);
    for (int tries = 0; codes < most && tries < 2000; tries++) {
      int split = random.nextInt(symbols);
      int other = random.nextInt(symbols);
      if (lengths[split] > 0 && lengths[split] < 15 && lengths[other] == 0) {
        lengths[split]++;
        lengths[other] = lengths[split];
        codes++;
      }
    }
    return lengths;
  }

  private static boolean checkDeflate(byte[] packed, String what) throws IOException {
    byte[] expected;
    try {
      expected = InflateRefusalTest.zlib(packed);
    } catch (DataFormatException e) {
      expected = null;
    }
    byte[] unpacked;
    try {
      unpacked = InflateRefusalTest.inflate(packed);
    } catch (ZipException | EOFException e) {
      unpacked = null;
    }
    assertThat(unpacked).as(what).isEqualTo(expected);
    return unpacked != null;
  }
}
