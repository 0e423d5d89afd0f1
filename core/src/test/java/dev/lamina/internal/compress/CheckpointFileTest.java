package dev.lamina.internal.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.CorruptStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints are in the file as they were written, or the file is refused. */
final class CheckpointFileTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path path = memory.getPath("/checkpoints");

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @Test
  void open_writtenFile_hasWhatWasWritten() throws IOException {
    checkRoundTrip(path);
  }

  @Test
  void open_writtenFileOnDisk_hasWhatWasWritten(@TempDir Path directory) throws IOException {
    checkRoundTrip(directory.resolve("checkpoints"));
  }

  private static void checkRoundTrip(Path path) throws IOException {
    List<Checkpoint> written = samples(3000, 1);
    long size = written.get(2999).offset() + 17;

    write(path, Compression.GZIP, written, size, 1L << 40);
    CheckpointFile file = CheckpointFile.open(path);

    assertThat(file.compression()).isEqualTo(Compression.GZIP);
    assertThat(file.unpackedSize()).isEqualTo(size);
    assertThat(file.packedSize()).isEqualTo(1L << 40);
    assertThat(file.count()).isEqualTo(3000);
    for (int i = 0; i < written.size(); i++) {
      assertThat(file.offset(i)).isEqualTo(written.get(i).offset());
      assertThat(file.end(i)).isEqualTo(i == 2999 ? size : written.get(i + 1).offset());
      assertThat(file.checkpoint(i)).isEqualTo(written.get(i));
    }
  }

  @Test
  void indexOf_position_isTheCheckpointBefore() throws IOException {
    List<Checkpoint> written =
        List.of(sample(80, 0, 0), sample(100, 10, 0), sample(200, 11, 0), sample(300, 50, 0));
    write(path, Compression.GZIP, written, 60, 100);
    CheckpointFile file = CheckpointFile.open(path);
    long[] positions = {0, 9, 10, 11, 12, 49, 50, 59};

    assertThat(Arrays.stream(positions).mapToInt(file::indexOf))
        .containsExactly(0, 0, 1, 2, 2, 2, 3, 3);
  }

  @Test
  void open_zstd_hasNoWindows() throws IOException {
    write(path, Compression.ZSTD, List.of(sample(0, 0, 0), sample(800, 5, 0)), 9, 200);
    CheckpointFile file = CheckpointFile.open(path);

    assertThat(file.compression()).isEqualTo(Compression.ZSTD);
    assertThat(file.checkpoint(1).bytePosition()).isEqualTo(100);
    assertThat(file.checkpoint(1).window().hasRemaining()).isFalse();
  }

  @Test
  void open_emptyStream_isFine() throws IOException {
    write(path, Compression.GZIP, List.of(sample(80, 0, 0)), 0, 20);

    assertThat(CheckpointFile.open(path).unpackedSize()).isZero();
    assertThat(CheckpointFile.open(path).indexOf(0)).isZero();
  }

  @Test
  void open_missingFile_failsAsFilesDo() {
    assertThatThrownBy(() -> CheckpointFile.open(path)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void create_existingFile_isRefused() throws IOException {
    Files.createFile(path);

    assertThatThrownBy(() -> CheckpointWriter.create(path, Compression.GZIP))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void create_otherCompression_isRefused() {
    assertThatThrownBy(() -> CheckpointWriter.create(path, Compression.XZ))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(path).doesNotExist();
  }

  @Test
  void accept_outOfOrder_isRefused() throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(path, Compression.GZIP)) {
      assertThatThrownBy(() -> writer.accept(sample(80, 1, 0)))
          .isInstanceOf(IllegalArgumentException.class);
      writer.accept(sample(80, 0, 0));
      assertThatThrownBy(() -> writer.accept(sample(90, 0, 0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.accept(sample(80, 5, 0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.accept(sample(90, 5, 32769)))
          .isInstanceOf(IllegalArgumentException.class);
      writer.accept(sample(90, 5, 32768));
    }
  }

  @Test
  void open_unfinishedFile_isRefused() throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(path, Compression.GZIP)) {
      for (Checkpoint checkpoint : samples(20, 2)) {
        writer.accept(checkpoint);
      }
      writer.force();
    }

    assertThatThrownBy(() -> CheckpointFile.open(path)).isInstanceOf(CorruptStoreException.class);
  }

  @Test
  void open_everyDamagedByte_isRefusedThenOrLater() throws IOException {
    byte[] whole = smallFile();

    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(path, damaged);
      assertThatThrownBy(this::readAll)
          .as("byte %d", i)
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("/checkpoints");
    }
  }

  @Test
  void open_cutShortOrLonger_isRefused() throws IOException {
    byte[] whole = smallFile();

    for (int length = 0; length < whole.length + 30; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      if (length == whole.length) {
        readAll();
      } else {
        assertThatThrownBy(() -> CheckpointFile.open(path))
            .as("length %d", length)
            .isInstanceOf(CorruptStoreException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9})
  void open_otherVersion_isRefusedByItsVersion(int place) throws IOException {
    byte[] whole = smallFile();
    whole[place] = 7;
    Files.write(path, whole);

    assertThatThrownBy(() -> CheckpointFile.open(path))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("expected version 1");
  }

  @Test
  void checkpoint_fileGone_failsAsFilesDo() throws IOException {
    write(path, Compression.GZIP, List.of(sample(80, 0, 0), sample(99, 9, 5)), 9, 20);
    CheckpointFile file = CheckpointFile.open(path);
    Files.delete(path);

    assertThat(file.checkpoint(0).offset()).isZero();
    assertThatThrownBy(() -> file.checkpoint(1)).isInstanceOf(NoSuchFileException.class);
  }

  private byte[] smallFile() throws IOException {
    List<Checkpoint> written =
        List.of(sample(80, 0, 0), sample(100, 10, 12), sample(200, 1000, 500));
    write(path, Compression.GZIP, written, 1100, 100);
    return Files.readAllBytes(path);
  }

  private void readAll() throws IOException {
    CheckpointFile file = CheckpointFile.open(path);
    for (int i = 0; i < file.count(); i++) {
      assertThat(file.checkpoint(i).window().remaining()).isLessThanOrEqualTo(1 << 15);
    }
  }

  private static void write(
      Path path, Compression compression, List<Checkpoint> checkpoints, long size, long packed)
      throws IOException {
    try (CheckpointWriter writer = CheckpointWriter.create(path, compression)) {
      for (Checkpoint checkpoint : checkpoints) {
        writer.accept(checkpoint);
      }
      writer.finish(size, packed);
      writer.force();
    }
  }

  private static List<Checkpoint> samples(int count, long seed) {
    Random random = new Random(seed);
    List<Checkpoint> checkpoints = new ArrayList<>();
    long position = 80;
    long offset = 0;
    for (int i = 0; i < count; i++) {
      int window =
          switch (i) {
            case 0 -> 0;
            case 1 -> 1 << 15;
            default -> random.nextInt(100) * random.nextInt(3);
          };
      checkpoints.add(sample(position, offset, window));
      position += 1 + random.nextInt(1 << 24);
      offset += 1 + random.nextInt(1 << 22);
    }
    return checkpoints;
  }

  private static Checkpoint sample(long position, long offset, int windowLength) {
    byte[] window = new byte[windowLength];
    new Random(offset).nextBytes(window);
    return new Checkpoint(position, offset, ByteBuffer.wrap(window).asReadOnlyBuffer());
  }
}
