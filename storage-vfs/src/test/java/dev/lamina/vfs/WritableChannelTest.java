package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WritableChannelTest {
  private static final StandardOpenOption[] BOTH = {
    StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE
  };

  @TempDir private Path disk;
  private UnionFileSystem files;

  @BeforeEach
  void open() throws IOException {
    byte[] content = new byte[30_000];
    new Random(3).nextBytes(content);
    Files.write(disk.resolve("f"), content);
    files = new WritableTrees(disk.resolve("changes")).open(new FakeTree().file("f", content));
  }

  @AfterEach
  void close() throws IOException {
    assertThat(files.resources().size()).isZero();
    files.close();
  }

  private FileChannel channel(StandardOpenOption... options) throws IOException {
    return FileChannel.open(files.getPath("/f"), options);
  }

  @Test
  void channel_random_doesAsTheJdks() throws IOException {
    long seed = 17;
    Random random = new Random(seed);

    try (FileChannel real = FileChannel.open(disk.resolve("f"), BOTH);
        FileChannel ours = channel(BOTH)) {
      for (int i = 0; i < 2_000; i++) {
        byte[] bytes = new byte[random.nextInt(3_000)];
        random.nextBytes(bytes);
        long position = random.nextInt(40_000);
        String why = "seed " + seed + ", round " + i;
        int choice = random.nextInt(7);
        assertThat(step(ours, choice, bytes, position))
            .as(why)
            .isEqualTo(step(real, choice, bytes, position));
        assertThat(ours.position()).as(why).isEqualTo(real.position());
        assertThat(ours.size()).as(why).isEqualTo(real.size());
      }
    }
    assertThat(files.getPath("/f")).hasSameBinaryContentAs(disk.resolve("f"));
  }

  private static Object step(FileChannel channel, int choice, byte[] bytes, long position)
      throws IOException {
    ByteBuffer target = ByteBuffer.allocate(bytes.length);
    return switch (choice) {
      case 0 -> channel.write(ByteBuffer.wrap(bytes));
      case 1 -> channel.write(ByteBuffer.wrap(bytes), position);
      case 2 ->
          channel.write(new ByteBuffer[] {ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes), target});
      case 3 -> channel.position(position).position();
      case 4 -> channel.truncate(Math.max(1_000, position)).size();
      // Behind the end, an older JDK transfers nothing, as we do, and a newer one makes room.
      case 5 ->
          channel.transferFrom(
              Channels.newChannel(new ByteArrayInputStream(bytes)),
              Math.min(position, channel.size()),
              bytes.length);
      default -> channel.read(target) + ":" + target.flip().hashCode();
    };
  }

  @Test
  void append_goesToTheEnd() throws IOException {
    try (FileChannel first = channel(StandardOpenOption.APPEND);
        FileChannel second = channel(StandardOpenOption.APPEND)) {
      assertThat(first.position()).isEqualTo(30_000);
      first.write(ByteBuffer.wrap(new byte[10]));
      second.write(ByteBuffer.wrap(new byte[5]));
      first.position(0).write(ByteBuffer.wrap(new byte[1]));

      assertThat(second.size()).isEqualTo(30_016);
      assertThatThrownBy(() -> first.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NonReadableChannelException.class);
    }
    assertThatThrownBy(() -> channel(StandardOpenOption.READ, StandardOpenOption.APPEND))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deletedFile_stillOpen_keepsItsContents() throws IOException {
    try (FileChannel reader = channel(StandardOpenOption.READ);
        FileChannel writer = channel(StandardOpenOption.WRITE)) {
      Files.delete(files.getPath("/f"));
      Files.writeString(files.getPath("/f"), "another");

      writer.write(ByteBuffer.wrap(new byte[] {42}), 0);
      ByteBuffer first = ByteBuffer.allocate(1);
      assertThat(reader.read(first, 0)).isEqualTo(1);
      assertThat(first.get(0)).isEqualTo((byte) 42);
      assertThat(reader.size()).isEqualTo(30_000);
    }
    assertThat(files.getPath("/f")).hasContent("another");
  }

  @Test
  void map_isACopyAndNeverTheFile() throws IOException {
    try (FileChannel channel = channel(BOTH)) {
      MappedByteBuffer own = channel.map(MapMode.PRIVATE, 0, 40_000);
      own.put(0, (byte) 1);

      assertThat(channel.size()).isEqualTo(40_000);
      assertThat(channel.map(MapMode.READ_ONLY, 0, 9).get(0))
          .isEqualTo(Files.readAllBytes(disk.resolve("f"))[0]);
      assertThatThrownBy(() -> channel.map(MapMode.READ_WRITE, 0, 9))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void locks_ofOneFile_doNotOverlap() throws IOException {
    Files.createLink(files.getPath("/other"), files.getPath("/f"));
    try (FileChannel first = channel(BOTH)) {
      try (FileChannel second = FileChannel.open(files.getPath("/other"), BOTH)) {
        FileLock lock = first.lock(0, 10, false);
        assertThat(second.tryLock(10, 10, true).isValid()).isTrue();
        assertThatThrownBy(() -> second.tryLock(5, 1, true))
            .isInstanceOf(OverlappingFileLockException.class);
        assertThatThrownBy(() -> first.lock(9, 1, false))
            .isInstanceOf(OverlappingFileLockException.class);

        lock.release();
        assertThat(second.lock(0, 10, false).isValid()).isTrue();
      }
      assertThat(first.lock().isValid()).isTrue();
    }
    try (FileChannel third = channel(StandardOpenOption.WRITE)) {
      assertThat(third.tryLock().isValid()).isTrue();
      assertThatThrownBy(() -> third.lock(0, 1, true))
          .isInstanceOf(NonReadableChannelException.class);
    }
  }

  @Test
  void write_interrupted_closesTheChannelButNoStream() throws IOException {
    FileChannel channel = channel(StandardOpenOption.WRITE);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(channel.isOpen()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void close_ofTheFileSystem_closesChannels() throws IOException {
    FileChannel channel = channel(BOTH);
    var out = Files.newOutputStream(files.getPath("/o"));
    out.write(1);

    files.close();

    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(ClosedChannelException.class);
    out.close();
    channel.close();
  }
}
