package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.layer.LayerIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class LayerReceiverTest {
  private static final byte[] TAR = TarBuilder.tar().file("noise", noise(2_000_000)).build();
  private static final byte[] NO_TAR = filled(5000, 'x');
  private static final Digest OTHER = TestImage.sha256(new byte[0]);

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int names;

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(5).nextBytes(noise);
    return noise;
  }

  private static byte[] filled(int size, char c) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  /** No thread may wait for another that is gone. */
  @AfterEach
  void allThreads_haveEnded() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private ReceivedBlob receive(InputStream in, BlobExpectation expected, LongConsumer progress)
      throws IOException {
    return new LayerReceiver(directory, "blob" + names++, threads, progress).receive(in, expected);
  }

  private ReceivedBlob receive(byte[] blob, Optional<Digest> digest, long size) throws IOException {
    return receive(
        new ByteArrayInputStream(blob), new BlobExpectation("a\nb", digest, size), n -> {});
  }

  private static BlobExpectation anything() {
    return new BlobExpectation("any", Optional.empty(), -1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "GZIP_MEMBERS", "ZSTD", "ZSTD_FRAMES"})
  void receive_layerOfAnyPacking_tellsAllOfIt(Packing packing) throws IOException {
    byte[] packed = packing.pack(TAR);
    long[] progress = new long[1];

    ReceivedBlob blob =
        receive(
            new ByteArrayInputStream(packed),
            new BlobExpectation("x", Optional.of(TestImage.sha256(packed)), packed.length),
            n -> progress[0] += n);

    assertThat(blob.digest()).isEqualTo(TestImage.sha256(packed));
    assertThat(blob.size()).isEqualTo(packed.length);
    assertThat(blob.file()).hasBinaryContent(packed);
    assertThat(blob.layer().diffId()).isEqualTo(TestImage.sha256(TAR));
    assertThat(blob.layer().tarSize()).isEqualTo(TAR.length);
    assertThat(blob.layer().facts().size()).isEqualTo(2_000_000);
    assertThat(blob.layer().compression())
        .isEqualTo(Compression.valueOf(packing.name().replaceFirst("_.*", "")));
    assertThat(LayerIndex.open(blob.layer().index()).facts()).isEqualTo(blob.layer().facts());
    assertThat(blob.layer().tar()).isEmpty();
    assertThat(progress[0]).isEqualTo(packed.length);
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD"})
  void receive_keepingTheTar_stagesItUnlessItIsTheBlob(Packing packing) throws IOException {
    ReceivedBlob blob =
        new LayerReceiver(directory, "blob", threads, n -> {})
            .keepingTar()
            .receive(new ByteArrayInputStream(packing.pack(TAR)), anything());

    assertThat(blob.layer().tar().orElse(blob.file())).hasBinaryContent(TAR);
    assertThat(blob.layer().tar().isEmpty()).isEqualTo(packing == Packing.PLAIN);
    assertThat(blob.layer().diffId()).isEqualTo(TestImage.sha256(TAR));
  }

  @Test
  void receive_bytesAfterTheEnd_arePartOfTheDiffId() throws IOException {
    byte[] longer = Arrays.copyOf(TAR, TAR.length + 1_000_001);
    longer[longer.length - 1] = 'x';

    assertThat(receive(longer, Optional.empty(), -1).layer().diffId())
        .isEqualTo(TestImage.sha256(longer));
    assertThat(receive(Packing.GZIP.pack(longer), Optional.empty(), -1).layer().diffId())
        .isEqualTo(TestImage.sha256(longer));
  }

  /** The size, then the digest, then what is wrong with the layer. */
  @Test
  void receive_blobThatIsWrongInAllWays_isToldTheFirst() throws IOException {
    Digest right = TestImage.sha256(NO_TAR);

    assertThatThrownBy(() -> receive(NO_TAR, Optional.of(OTHER), 1))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("blob a\\x0ab: size mismatch: expected 1 bytes, got 5000");
    assertThatThrownBy(() -> receive(NO_TAR, Optional.of(OTHER), 5000))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("blob a\\x0ab: digest mismatch: expected %s, got %s", OTHER, right);

    ReceivedBlob blob = receive(NO_TAR, Optional.of(right), 5000);

    assertThat(blob.digest()).isEqualTo(right);
    assertThat(blob.content()).isEmpty();
    assertThatThrownBy(blob::layer)
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("layer a\\x0ab: ");
  }

  /** All of a large blob is hashed and written though its reader gave up at once. */
  @Test
  void receive_largeBlobThatIsNoLayer_isWholeNevertheless() throws IOException {
    byte[] noise = filled(5_000_000, 'y');

    ReceivedBlob blob = receive(noise, Optional.of(TestImage.sha256(noise)), noise.length);

    assertThat(blob.file()).hasSize(noise.length);
    assertThatThrownBy(blob::layer).isInstanceOf(InvalidArchiveException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"GZIP", "ZSTD", "ZSTD_FRAMES"})
  void receive_packedBytesThatEndOrLie_areNoLayer(Packing packing) throws IOException {
    byte[] packed = packing.pack(TAR);
    byte[] flipped = packed.clone();
    flipped[packed.length / 2] ^= 0x10;

    for (byte[] bad : new byte[][] {Arrays.copyOf(packed, packed.length - 3), flipped}) {
      ReceivedBlob blob = receive(bad, Optional.of(TestImage.sha256(bad)), bad.length);
      if (blob.content().isPresent()) { // A frame without a checksum: the DiffID tells.
        assertThat(blob.layer().diffId()).isNotEqualTo(TestImage.sha256(TAR));
      } else {
        assertThatThrownBy(blob::layer).isInstanceOf(InvalidArchiveException.class);
      }
    }
  }

  @Test
  void receive_emptyBlob_isHashed() throws IOException {
    ReceivedBlob blob = receive(new byte[0], Optional.of(OTHER), 0);

    assertThat(blob.size()).isZero();
    assertThat(blob.digest()).isEqualTo(OTHER);
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP"})
  void receive_sourceThatFails_endsWithItsFailure(Packing packing) {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken cable");
          }
        };
    byte[] packed = packing.pack(TAR);
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream(packed, 0, 1_000_000), failing);

    assertThatThrownBy(() -> receive(in, anything(), n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("broken cable");
  }

  @Test
  void receive_listenerThatFails_endsWithItsFailure() {
    long[] left = {3};

    assertThatThrownBy(
            () ->
                receive(
                    new ByteArrayInputStream(Packing.GZIP.pack(TAR)),
                    anything(),
                    n -> {
                      if (--left[0] == 0) {
                        throw new IllegalStateException("stop");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stop");
  }
}
