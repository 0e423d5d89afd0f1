package dev.lamina.internal.compress;

import static dev.lamina.internal.compress.GzipSamples.concat;
import static dev.lamina.internal.compress.GzipSamples.deflate;
import static dev.lamina.internal.compress.GzipSamples.gzip;
import static dev.lamina.internal.compress.GzipSamples.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From each checkpoint a gzip stream goes on as it went on when it was taken. */
final class GzipCheckpointTest {
  private static final byte[] FLUSH = {0, 0, 0, -1, -1};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 9})
  void resume_everyCheckpoint_goesOn(int level) throws IOException {
    boolean[] alignments = new boolean[8];
    for (Map.Entry<String, byte[]> data : GzipSamples.data(2_000_000, level).entrySet()) {
      byte[] packed = gzip(data.getValue(), level, 0, 31);

      List<Checkpoint> checkpoints = checkpoints(packed, 1);

      assertThat(checkpoints.get(0).offset()).isZero();
      for (Checkpoint checkpoint : checkpoints) {
        alignments[(int) checkpoint.bitPosition() & 7] = true;
        checkResumed(packed, checkpoint, data.getValue());
      }
    }
    if (level > 0) {
      assertThat(alignments).containsOnly(true);
    }
  }

  @Test
  void resume_manyMembers_goesOnThroughThemAll() throws IOException {
    Random random = new Random(1);
    byte[][] members = new byte[30][];
    byte[][] contents = new byte[30][];
    for (int i = 0; i < members.length; i++) {
      contents[i] = GzipSamples.mixed(random.nextInt(200_000), random);
      members[i] = gzip(contents[i], 1 + i % 9, 0, i);
    }
    byte[] packed = concat(members);
    byte[] data = concat(contents);

    List<Checkpoint> checkpoints = checkpoints(packed, 50_000);

    assertThat(checkpoints).hasSizeGreaterThan(30);
    assertThat(checkpoints).anyMatch(c -> c.window().remaining() == 0 && c.offset() > 0);
    for (Checkpoint checkpoint : checkpoints) {
      checkResumed(packed, checkpoint, data);
    }
  }

  private static void checkResumed(byte[] packed, Checkpoint checkpoint, byte[] data)
      throws IOException {
    GzipInput in = resume(packed, checkpoint);
    assertThat(in.offset()).isEqualTo(checkpoint.offset());
    int offset = (int) checkpoint.offset();

    byte[] rest = in.readAllBytes();

    assertThat(Arrays.equals(rest, 0, rest.length, data, offset, data.length))
        .as("from %s", checkpoint)
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 1 << 20, 3_000_000})
  void checkpoints_aSpan_areNotNearer(int span) throws IOException {
    byte[] data = GzipSamples.text(8_000_000, new Random(span));

    List<Checkpoint> checkpoints = checkpoints(gzip(data), span);

    assertThat(checkpoints).hasSizeBetween(data.length / (span + 200_000), data.length / span + 1);
    for (int i = 1; i < checkpoints.size(); i++) {
      long distance = checkpoints.get(i).offset() - checkpoints.get(i - 1).offset();
      assertThat(distance).isBetween((long) span, span + 200_000L);
      assertThat(checkpoints.get(i).window().remaining()).isLessThanOrEqualTo(1 << 15);
      assertThat(checkpoints.get(i).window().isReadOnly()).isTrue();
    }
  }

  @Test
  void checkpoints_tinyMembers_areFew() throws IOException {
    byte[][] members = new byte[20_000][];
    Arrays.fill(members, gzip(new byte[10]));

    List<Checkpoint> checkpoints = checkpoints(concat(members), 1 << 14);

    assertThat(checkpoints).hasSizeBetween(150, 200_000 / ((1 << 14) / 16) + 1);
  }

  @Test
  void checkpoints_emptyBlocksAndMembers_areAtDifferentPlaces() throws IOException {
    byte[] data = new byte[100];
    byte[] flushes = concat(FLUSH, FLUSH, deflate(data, 6, 0));
    byte[] packed =
        concat(gzip(new byte[0]), gzip(new byte[0]), member(0, flushes, data), gzip(new byte[0]));

    List<Checkpoint> checkpoints = checkpoints(packed, 1);

    assertThat(checkpoints).extracting(Checkpoint::offset).containsExactly(0L, 100L);
  }

  @Test
  void checkpoints_bytesNotNeeded_areNotInTheWindow() throws IOException {
    Random random = new Random(6);
    byte[] first = new byte[40_000];
    byte[] second = new byte[40_000];
    random.nextBytes(first);
    random.nextBytes(second);
    System.arraycopy(first, 30_000, second, 100, 50);
    // Stored blocks, then one whose only match reaches into the block before.
    byte[] match =
        new BitWriter()
            .bits(1, 1)
            .bits(1, 2)
            .fixed(265)
            .bits(0, 1)
            .code(15, 5)
            .bits(0, 6)
            .fixed(256)
            .bytes();
    byte[] stored = stored(first);
    byte[] data = concat(first, new byte[11]);
    System.arraycopy(first, first.length - 193, data, first.length, 11);
    byte[] packed = member(0, concat(stored, match), data);

    List<Checkpoint> checkpoints = checkpoints(packed, 40_000);

    Checkpoint last = checkpoints.get(checkpoints.size() - 1);
    byte[] window = new byte[last.window().remaining()];
    last.window().duplicate().get(window);
    assertThat(last.offset()).isEqualTo(first.length);
    assertThat(Arrays.copyOf(window, 11))
        .isEqualTo(Arrays.copyOfRange(first, first.length - 193, first.length - 182));
    assertThat(Arrays.copyOfRange(window, 11, window.length)).containsOnly(0).hasSize(182);
    checkResumed(packed, last, data);
  }

  private static byte[] stored(byte[] data) {
    return concat(
        new byte[] {
          0,
          (byte) data.length,
          (byte) (data.length >> 8),
          (byte) ~data.length,
          (byte) (~data.length >> 8)
        },
        data);
  }

  @Test
  void checkpoints_oneLongBlock_areOne() throws IOException {
    BitWriter deflated = new BitWriter().bits(1, 1).bits(1, 2).fixed(0);
    for (int i = 0; i < 20_000; i++) {
      deflated.fixed(285).code(0, 5);
    }
    byte[] data = new byte[1 + 20_000 * 258];

    List<Checkpoint> checkpoints =
        checkpoints(member(0, deflated.fixed(256).bytes(), data), 1 << 20);

    assertThat(checkpoints).hasSize(1);
  }

  @Test
  void accept_failing_stopsTheStream() {
    IOException full = new IOException("disk is full");
    GzipInput in =
        new GzipInput(
            new ByteArrayInputStream(gzip(new byte[100])),
            checkpoint -> {
              throw full;
            },
            1);

    assertThatThrownBy(in::readAllBytes).isSameAs(full);
    assertThatThrownBy(in::read).isSameAs(full);
  }

  @Test
  void resume_damagedAfterwards_isRefused() throws IOException {
    byte[] data = GzipSamples.text(300_000, new Random(8));
    byte[] packed = gzip(data);
    Checkpoint checkpoint = checkpoints(packed, 1).get(2);
    byte[] cut = Arrays.copyOf(packed, packed.length - 1);
    byte[] garbage = concat(packed, new byte[] {9});

    assertThatThrownBy(() -> resume(cut, checkpoint).readAllBytes())
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> resume(garbage, checkpoint).readAllBytes())
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("near byte " + garbage.length);
  }

  @Test
  void resume_inputThatEndsBefore_isRefused() {
    Checkpoint checkpoint = new Checkpoint(85, 5, ByteBuffer.allocate(0));

    assertThatThrownBy(
            () -> GzipInput.resume(new ByteArrayInputStream(new byte[0]), checkpoint).read())
        .isInstanceOf(EOFException.class);
  }

  @Test
  void resume_windowTooShort_isRefusedNotMisread() throws IOException {
    byte[] data = GzipSamples.text(300_000, new Random(8));
    byte[] packed = gzip(data);
    Checkpoint whole = checkpoints(packed, 1).get(2);
    Checkpoint bare = new Checkpoint(whole.bitPosition(), whole.offset(), ByteBuffer.allocate(0));

    assertThatThrownBy(() -> resume(packed, bare).readAllBytes())
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("too far back");
  }

  private static GzipInput resume(byte[] packed, Checkpoint checkpoint) throws IOException {
    int from = (int) checkpoint.bytePosition();
    return GzipInput.resume(
        new ByteArrayInputStream(packed, from, packed.length - from), checkpoint);
  }

  private static List<Checkpoint> checkpoints(byte[] packed, int span) throws IOException {
    List<Checkpoint> checkpoints = new ArrayList<>();
    GzipInput in =
        new GzipInput(
            new ByteArrayInputStream(packed),
            checkpoint -> {
              byte[] window = new byte[checkpoint.window().remaining()];
              checkpoint.window().duplicate().get(window);
              checkpoints.add(
                  new Checkpoint(
                      checkpoint.bitPosition(),
                      checkpoint.offset(),
                      ByteBuffer.wrap(window).asReadOnlyBuffer()));
            },
            span);
    long unused = in.skip(Long.MAX_VALUE);
    return checkpoints;
  }
}
