package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.io.Fsync;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingTest {
  private static final byte[] BYTES = {1, 2, 3};
  private static final Digest DIGEST = TestImage.sha256(BYTES);

  @TempDir private Path root;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private StoreLayout layout;
  private BlobStore blobs;

  @BeforeEach
  void open() throws IOException {
    layout = new StoreLayout(Files.createDirectory(root.resolve("store")));
    blobs = new BlobStore(layout, Fsync.FULL);
    blobs.prepare(dead -> {});
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private static BlobExpectation expected(Optional<Digest> digest, long size) {
    return new BlobExpectation("config", digest, size);
  }

  private static ReceivedBlob receive(Staging staging, BlobExpectation expected)
      throws IOException {
    return staging.receive(new ByteArrayInputStream(BYTES), expected);
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.list(layout.staging())) {
      return files.toList();
    }
  }

  @Test
  void publish_blob_isThereAndIsReadVerified() throws IOException {
    try (Staging staging = blobs.stage()) {
      ReceivedBlob blob = receive(staging, expected(Optional.of(DIGEST), 3));
      assertThat(blobs.has(DIGEST)).isFalse();

      staging.publish(List.of(blob, blob));

      assertThat(blobs.has(DIGEST)).isTrue();
    }
    assertThat(blobs.read(DIGEST, 3)).isEqualTo(BYTES);
    assertThatThrownBy(() -> blobs.read(DIGEST, 2)).isInstanceOf(CorruptStoreException.class);
    Files.write(layout.blob(DIGEST), new byte[] {1, 2, 4});
    assertThatThrownBy(() -> blobs.read(DIGEST, 3))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining(layout.blob(DIGEST).toString())
        .hasMessageContaining(DIGEST.toString());
    assertThatThrownBy(() -> blobs.read(TestImage.sha256(new byte[9]), 3))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("no file");
  }

  @Test
  void publish_layer_bringsItsIndex() throws IOException {
    byte[] tar = TarBuilder.tar().file("a", "1").build();
    byte[] packed = Packing.GZIP.pack(tar);
    try (Staging staging = blobs.stage()) {
      ReceivedBlob blob =
          staging.receiveLayer(
              new ByteArrayInputStream(packed), expected(Optional.empty(), -1), threads, n -> {});

      staging.force(List.of(blob));
      staging.publish(List.of(blob));
    }
    assertThat(layout.blob(TestImage.sha256(packed))).hasBinaryContent(packed);
    assertThat(layout.index(TestImage.sha256(tar))).exists();
    assertThat(staged()).isEmpty();
  }

  @Test
  void receive_blobThatIsNotTheExpected_saysTheSizeFirst() throws IOException {
    Digest other = TestImage.sha256(new byte[1]);
    try (Staging staging = blobs.stage()) {
      assertThatThrownBy(() -> receive(staging, expected(Optional.of(other), 4)))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("blob config: size mismatch: expected 4 bytes, got 3");
      assertThatThrownBy(() -> receive(staging, expected(Optional.of(other), 3)))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("blob config: digest mismatch: expected %s, got %s", other, DIGEST);
    }
    assertThat(staged()).isEmpty();
  }

  @Test
  void close_withoutPublishing_leavesNothing() throws IOException {
    try (Staging staging = blobs.stage()) {
      ReceivedBlob unused = receive(staging, expected(Optional.empty(), -1));
      assertThat(staged()).hasSize(1);
    }
    assertThat(staged()).isEmpty();
    assertThat(blobs.has(DIGEST)).isFalse();
  }

  @Test
  void prepare_whileOperationsLive_leavesTheirs() throws IOException {
    try (Staging staging = blobs.stage()) {
      ReceivedBlob blob = receive(staging, expected(Optional.empty(), -1));

      blobs.prepare(dead -> {});
      new BlobStore(new StoreLayout(root.resolve("./store/../store")), Fsync.FAST)
          .prepare(dead -> {});

      staging.force(List.of(blob));
      staging.publish(List.of(blob));
      assertThat(blobs.has(DIGEST)).isTrue();
    }
  }

  @Test
  void prepare_afterKills_takesAwayWhatIsLeft() throws IOException {
    Path locked = Files.createDirectory(layout.staging().resolve("s1"));
    Files.write(locked.resolve("lock"), new byte[0]);
    Files.createDirectories(locked.resolve("a/b/c"));
    Files.write(locked.resolve("a/b/c/d"), BYTES);
    Path empty = Files.createDirectory(layout.staging().resolve("s2"));
    // Nothing but the lock is made before it is locked: a power failure has taken it.
    Path withoutLock = Files.createDirectory(layout.staging().resolve("s3"));
    Files.write(withoutLock.resolve("b1"), BYTES);
    Path file = Files.write(layout.staging().resolve("stray"), BYTES);

    blobs.prepare(dead -> {});

    assertThat(locked).doesNotExist();
    assertThat(empty).doesNotExist();
    assertThat(withoutLock).doesNotExist();
    assertThat(staged()).containsExactly(file);
  }

  @Test
  void stage_whenInterrupted_makesNothing() throws IOException {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> blobs.stage()).isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(staged()).isEmpty();
  }
}
