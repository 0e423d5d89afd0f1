package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.CorruptStoreException;
import dev.lamina.internal.layer.LayerBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LazyLayerBytesTest {
  private final List<String> calls = new ArrayList<>();
  private final LazyLayerBytes bytes =
      new LazyLayerBytes(
          false,
          () -> {
            calls.add("open");
            return new LayerBytes() {
              @Override
              public int read(long position, ByteBuffer target) {
                calls.add("read " + position);
                return 1;
              }

              @Override
              public void close() {
                calls.add("close");
              }
            };
          });

  @Test
  void read_severalTimes_opensOnceAndClosesOnce() throws IOException {
    assertThat(calls).isEmpty();

    assertThat(bytes.read(5, ByteBuffer.allocate(1))).isOne();
    assertThat(bytes.read(7, ByteBuffer.allocate(1))).isOne();
    bytes.close();

    assertThat(calls).containsExactly("open", "read 5", "read 7", "close");
  }

  @Test
  void close_unread_opensNothingEver() throws IOException {
    bytes.close();

    assertThatThrownBy(() -> bytes.read(0, ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void read_ofDamagedLayer_isAnIoException() {
    LazyLayerBytes damaged =
        new LazyLayerBytes(
            false,
            () -> {
              throw new CorruptStoreException(Path.of("blob"), "a", "b");
            });

    assertThatThrownBy(() -> damaged.read(0, ByteBuffer.allocate(1)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("corrupt store file blob: expected a, found b")
        .hasCauseInstanceOf(CorruptStoreException.class);
  }
}
