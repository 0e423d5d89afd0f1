package dev.lamina.internal.compress;

import static dev.lamina.internal.compress.GzipSamples.COMMENT;
import static dev.lamina.internal.compress.GzipSamples.EXTRA;
import static dev.lamina.internal.compress.GzipSamples.HEADER_CRC;
import static dev.lamina.internal.compress.GzipSamples.NAME;
import static dev.lamina.internal.compress.GzipSamples.concat;
import static dev.lamina.internal.compress.GzipSamples.deflate;
import static dev.lamina.internal.compress.GzipSamples.dribble;
import static dev.lamina.internal.compress.GzipSamples.gzip;
import static dev.lamina.internal.compress.GzipSamples.member;
import static dev.lamina.internal.compress.GzipSamples.unpack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gzip stream is unpacked to what was packed, or refused. */
final class GzipInputTest {
  private static final byte[] DATA = GzipSamples.text(10_000, new Random(7));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 257, 258, 259, 32767, 32768, 32769, 131_072, 131_073, 700_000})
  void read_everyLevelAndStrategy_isWhatWasPacked(int length) throws IOException {
    int[] strategies = {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY};

    for (Map.Entry<String, byte[]> data : GzipSamples.data(length, length).entrySet()) {
      for (int level = 0; level <= 9; level++) {
        for (int strategy : strategies) {
          byte[] packed = gzip(data.getValue(), level, strategy, 0);
          byte[] unpacked = unpack(packed);

          assertThat(Arrays.equals(unpacked, data.getValue()))
              .as("%s, level %d, strategy %d", data.getKey(), level, strategy)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 23, 24, 25, 100, 1000})
  void read_fewBytesAtATime_isWhatWasPacked(int most) throws IOException {
    for (Map.Entry<String, byte[]> data : GzipSamples.data(100_000, most).entrySet()) {
      byte[] packed = concat(gzip(data.getValue()), gzip(new byte[0]), gzip(DATA));

      byte[] unpacked = new GzipInput(dribble(packed, most, most)).readAllBytes();

      assertThat(Arrays.equals(unpacked, concat(data.getValue(), DATA)))
          .as("%s", data.getKey())
          .isTrue();
    }
  }

  @Test
  void read_inPiecesOfAnySize_isWhatWasPacked() throws IOException {
    byte[] data = GzipSamples.mixed(500_000, new Random(3));
    GzipInput in = new GzipInput(new ByteArrayInputStream(gzip(data)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Random random = new Random(4);
    byte[] buffer = new byte[200_000];

    while (true) {
      assertThat(in.offset()).isEqualTo(out.size());
      int offset = random.nextInt(10);
      int length = random.nextInt(3) == 0 ? 1 : random.nextInt(1 << random.nextInt(18));
      int count = length == 1 ? readSingle(in, buffer, offset) : in.read(buffer, offset, length);
      if (count < 0) {
        break;
      }
      out.write(buffer, offset, count);
    }

    assertThat(Arrays.equals(out.toByteArray(), data)).isTrue();
  }

  private static int readSingle(InputStream in, byte[] target, int at) throws IOException {
    int value = in.read();
    target[at] = (byte) value;
    return value < 0 ? -1 : 1;
  }

  @Test
  void skip_someBytes_goesOnAfterThem() throws IOException {
    byte[] data = GzipSamples.mixed(500_000, new Random(5));
    GzipInput in = new GzipInput(new ByteArrayInputStream(gzip(data)));

    assertThat(in.skip(300_001)).isEqualTo(300_001);
    assertThat(in.skip(-1)).isZero();
    assertThat(in.read()).isEqualTo(data[300_001] & 0xff);
    assertThat(in.skip(1_000_000)).isEqualTo(500_000 - 300_002);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void read_afterTheEnd_isTheEndAgain() throws IOException {
    GzipInput in = new GzipInput(new ByteArrayInputStream(gzip(DATA)));

    assertThat(in.readAllBytes()).isEqualTo(DATA);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(new byte[3])).isEqualTo(-1);
    assertThat(in.read(new byte[0])).isZero();
    assertThat(in.skip(1)).isZero();
    assertThat(in.available()).isZero();
  }

  @Test
  void read_afterClose_fails() throws IOException {
    boolean[] closed = {false};
    InputStream packed =
        new ByteArrayInputStream(gzip(DATA)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    GzipInput in = new GzipInput(packed);
    assertThat(in.read()).isEqualTo(DATA[0]);

    in.close();

    assertThat(closed[0]).isTrue();
    assertThatIOException().isThrownBy(in::read).withMessageContaining("closed");
  }

  @Test
  void read_afterAFailure_failsAgain() {
    byte[] packed = gzip(DATA);
    packed[packed.length / 2] ^= 0x55;
    GzipInput in = new GzipInput(new ByteArrayInputStream(packed));

    assertThatIOException().isThrownBy(in::readAllBytes);
    assertThatIOException().isThrownBy(in::readAllBytes);
    assertThatIOException().isThrownBy(in::read);
  }

  @Test
  void read_failingSource_failsAsItDoes() {
    IOException failure = new IOException("disk");
    GzipInput in = new GzipInput(failing(failure));

    assertThatThrownBy(in::readAllBytes).isSameAs(failure);
    assertThatThrownBy(in::read).isSameAs(failure);
  }

  @Test
  void read_sourceWithABug_failsForGood() {
    IllegalStateException bug = new IllegalStateException("bug");
    GzipInput in = new GzipInput(failing(bug));

    assertThatThrownBy(in::readAllBytes).isSameAs(bug);
    assertThatIOException().isThrownBy(in::read).withCause(bug);
  }

  /** A stream that fails after some bytes, once. */
  private static InputStream failing(Exception failure) {
    InputStream packed = new ByteArrayInputStream(gzip(DATA));
    return new FilterInputStream(packed) {
      private int left = 100;

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        left -= 20;
        if (left == 0 && failure instanceof IOException e) {
          throw e;
        } else if (left == 0) {
          throw (RuntimeException) failure;
        }
        return super.read(target, offset, Math.min(length, 20));
      }
    };
  }

  @Test
  void read_allHeaderFlags_areSkipped() throws IOException {
    for (int flags = 0; flags < 32; flags++) {
      byte[] packed = gzip(DATA, 6, Deflater.DEFAULT_STRATEGY, flags);

      assertThat(unpack(packed)).as("flags %d", flags).isEqualTo(DATA);
    }
  }

  @Test
  void read_longName_isSkipped() throws IOException {
    byte[] name = new byte[300_000];
    Arrays.fill(name, (byte) 'x');
    byte[] packed = gzip(DATA);
    packed[3] = NAME;
    byte[] named =
        concat(
            Arrays.copyOf(packed, 10),
            name,
            new byte[1],
            Arrays.copyOfRange(packed, 10, packed.length));

    assertThat(unpack(named)).isEqualTo(DATA);
  }

  @Test
  void read_damagedHeader_isRefused() {
    byte[] packed = gzip(DATA, 6, Deflater.DEFAULT_STRATEGY, HEADER_CRC | EXTRA | NAME | COMMENT);

    for (int i = 0; i < 30; i++) {
      byte[] damaged = packed.clone();
      damaged[i] ^= 1;
      assertThatThrownBy(() -> unpack(damaged))
          .as("byte %d", i)
          .isInstanceOfAny(ZipException.class, EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x40, 0x80})
  void read_reservedFlag_isRefused(int flag) {
    byte[] packed = gzip(DATA, 6, Deflater.DEFAULT_STRATEGY, flag);

    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("reserved");
  }

  @Test
  void read_otherMethod_isRefused() {
    byte[] packed = gzip(DATA);
    packed[2] = 7;

    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("method 7");
  }

  @Test
  void read_noGzip_isRefused() {
    assertThatThrownBy(() -> unpack(new byte[20]))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("no gzip stream");
    assertThatThrownBy(() -> unpack(new byte[0])).isInstanceOf(EOFException.class);
  }

  @Test
  void read_wrongChecksumOrLength_isRefused() {
    byte[] wrongCrc = gzip(DATA);
    wrongCrc[wrongCrc.length - 8] ^= 1;
    byte[] wrongLength = gzip(DATA);
    wrongLength[wrongLength.length - 1] ^= 1;

    assertThatThrownBy(() -> unpack(wrongCrc))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("checksum");
    assertThatThrownBy(() -> unpack(wrongLength))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("length");
  }

  @Test
  void read_manyMembers_areOneStream() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      byte[] data = GzipSamples.mixed(random.nextInt(3000), random);
      packed.writeBytes(gzip(data, i % 10, i % 3, i % 32));
      expected.writeBytes(data);
    }

    assertThat(unpack(packed.toByteArray())).isEqualTo(expected.toByteArray());
  }

  @Test
  void read_matchBeforeTheMember_isRefused() {
    byte[] reachesBack =
        new BitWriter().bits(1, 1).bits(1, 2).fixed(257).code(0, 5).fixed(256).bytes();
    byte[] packed = concat(gzip(DATA), member(0, reachesBack, new byte[3]));

    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("too far back");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 512, 100_000})
  void read_zerosAfterTheEnd_areIgnored(int count) throws IOException {
    assertThat(unpack(concat(gzip(DATA), new byte[count]))).isEqualTo(DATA);
  }

  @Test
  void read_garbageAfterTheEnd_isRefused() {
    byte[][] tails = {{1}, {0x1f}, {0x1f, 0}, {0, 0, 0, 5}, {0x50, 0x4b, 3, 4}};

    for (byte[] tail : tails) {
      assertThatThrownBy(() -> unpack(concat(gzip(DATA), tail)))
          .isInstanceOf(ZipException.class)
          .hasMessageContaining("garbage after the end");
    }
    assertThatThrownBy(() -> unpack(concat(gzip(DATA), new byte[4], gzip(DATA))))
        .isInstanceOf(ZipException.class);
    assertThatThrownBy(() -> unpack(concat(gzip(DATA), new byte[] {0x1f, (byte) 0x8b})))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void read_cutShort_isRefusedEverywhere() throws IOException {
    byte[] packed = gzip(GzipSamples.text(3000, new Random(1)), 6, 0, 31);

    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> unpack(cut)).as("%d", length).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> new GzipInput(dribble(cut, 3, 1)).readAllBytes())
          .as("%d", length)
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void read_64MebibytesOfZeros_areAllThere() throws IOException {
    int length = 64 << 20;
    byte[] packed = gzip(new byte[length]);
    GzipInput in = new GzipInput(new ByteArrayInputStream(packed));
    byte[] buffer = new byte[1 << 20];
    byte[] zeros = new byte[1 << 20];
    long total = 0;

    for (int n; (n = in.read(buffer, 0, buffer.length)) > 0; total += n) {
      assertThat(Arrays.equals(buffer, 0, n, zeros, 0, n)).isTrue();
    }

    assertThat(total).isEqualTo(length);
  }

  @Test
  void read_sixteenBitsFromAnEmptyStoredBlock_countsThem() throws IOException {
    byte[] flushed = concat(new byte[] {0, 0, 0, -1, -1}, deflate(DATA, 6, 0));

    assertThat(unpack(member(0, flushed, DATA))).isEqualTo(DATA);
  }

  @Test
  void newInput_noSpan_isRefused() {
    assertThatThrownBy(() -> new GzipInput(InputStream.nullInputStream(), checkpoint -> {}, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
