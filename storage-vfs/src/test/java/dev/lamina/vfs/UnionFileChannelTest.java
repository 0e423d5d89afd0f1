package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnionFileChannelTest {
  private final byte[] content = new byte[150_000];
  private final FakeTree tree = new FakeTree().file("f", content).maxRead(9_000);
  private final UnionFileSystem fileSystem = UnionFileSystem.open(tree, List.of());
  private FileChannel channel;

  @BeforeEach
  void open() throws IOException {
    new Random(5).nextBytes(content);
    channel = FileChannel.open(fileSystem.getPath("/f"));
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    assertThat(fileSystem.resources().size()).isZero();
    fileSystem.close();
  }

  @Test
  void channel_random_readsAsTheJdks(@TempDir Path disk) throws IOException {
    Path copy = Files.write(disk.resolve("f"), content);
    long seed = 31;
    Random random = new Random(seed);

    try (FileChannel real = FileChannel.open(copy)) {
      for (int i = 0; i < 3_000; i++) {
        int size = random.nextInt(3_000);
        long position = random.nextInt(content.length + 100);
        ByteBuffer expected = ByteBuffer.allocate(size);
        ByteBuffer actual =
            random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
        String why = "seed " + seed + ", round " + i;
        switch (random.nextInt(4)) {
          case 0 -> assertThat(channel.read(actual)).as(why).isEqualTo(real.read(expected));
          case 1 ->
              assertThat(channel.read(actual, position))
                  .as(why)
                  .isEqualTo(real.read(expected, position));
          case 2 -> {
            ByteBuffer[] parts = {ByteBuffer.allocate(size / 2), actual};
            ByteBuffer[] realParts = {ByteBuffer.allocate(size / 2), expected};
            assertThat(channel.read(parts)).as(why).isEqualTo(real.read(realParts));
            assertThat(parts[0].flip()).as(why).isEqualTo(realParts[0].flip());
          }
          default -> {
            channel.position(position);
            real.position(position);
          }
        }
        assertThat(actual.flip()).as(why).isEqualTo(expected.flip());
        assertThat(channel.position()).as(why).isEqualTo(real.position());
        assertThat(channel.size()).as(why).isEqualTo(real.size());
      }
    }
  }

  @Test
  void transferTo_anyTarget_copies(@TempDir Path disk) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(channel.transferTo(10, 100_000, Channels.newChannel(out))).isEqualTo(100_000);
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 10, 100_010));
    assertThat(channel.position()).isZero();
    assertThat(channel.transferTo(content.length + 5L, 9, Channels.newChannel(out))).isZero();
    try (FileChannel target =
        FileChannel.open(disk.resolve("t"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.transferTo(0, Long.MAX_VALUE, target)).isEqualTo(content.length);
      assertThat(target.transferFrom(channel, content.length, 100)).isEqualTo(100);
    }
    assertThat(Files.size(disk.resolve("t"))).isEqualTo(content.length + 100);
    assertThatThrownBy(() -> channel.transferTo(0, 9, channel))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.transferTo(-1, 9, Channels.newChannel(out)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void map_readOnly_isACopy() throws IOException {
    MappedByteBuffer map = channel.map(MapMode.READ_ONLY, 1_000, 50_000);

    assertThat(map.isReadOnly()).isTrue();
    assertThat(map.load().force().remaining()).isEqualTo(50_000);
    assertThat(map).isEqualTo(ByteBuffer.wrap(content, 1_000, 50_000));
    assertThat(channel.map(MapMode.READ_ONLY, content.length, 0).remaining()).isZero();
    assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 1, content.length))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, 1L << 31))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.map(MapMode.READ_WRITE, 0, 1))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.map(MapMode.PRIVATE, 0, 1))
        .isInstanceOf(NonWritableChannelException.class);
  }

  @Test
  void lock_shared_isGivenAndExclusiveNot() throws IOException {
    try (FileLock lock = channel.lock(0, 10, true)) {
      assertThat(lock.isValid()).isTrue();
      assertThat(lock.isShared()).isTrue();
    }
    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
    lock.release();
    assertThat(lock.isValid()).isFalse();
    assertThatThrownBy(channel::lock).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(channel::tryLock).isInstanceOf(NonWritableChannelException.class);
    FileLock second = channel.lock(0, 10, true);
    channel.close();
    assertThat(second.isValid()).isFalse();
    assertThatThrownBy(second::release).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void write_anyWay_isRefused() throws IOException {
    ByteBuffer source = ByteBuffer.allocate(1);

    assertThatThrownBy(() -> channel.write(source)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.write(source, 0))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.write(new ByteBuffer[] {source}))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.transferFrom(channel, 0, 1))
        .isInstanceOf(NonWritableChannelException.class);
    channel.force(true);
  }

  @Test
  void arguments_outOfBounds_areRefused() {
    ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();

    assertThatThrownBy(() -> channel.read(readOnly)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.read(new ByteBuffer[1], 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void channel_closed_fails() throws IOException {
    channel.close();
    channel.close();
    ByteBuffer buffer = ByteBuffer.allocate(1);

    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(buffer)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.read(buffer, 0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.write(buffer)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.map(MapMode.READ_ONLY, 0, 1))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.lock(0, 1, true)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void read_interrupted_closesTheChannel() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(channel.isOpen()).isFalse();
  }
}
