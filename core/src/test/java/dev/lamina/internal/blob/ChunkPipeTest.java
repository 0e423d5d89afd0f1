package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ChunkPipeTest {
  private final ChunkPipe pipe = new ChunkPipe();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private void put(int... lengths) throws IOException {
    for (int length : lengths) {
      ChunkPipe.Buffer buffer = pipe.buffer();
      for (int i = 0; i < length; i++) {
        buffer.bytes[i] = (byte) (length + i);
      }
      pipe.put(buffer, length);
    }
  }

  @Test
  void read_whatWasPut_comesInOrderOnceAndIsObserved() throws Exception {
    long seed = 11;
    Random random = new Random(seed);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream observed = new ByteArrayOutputStream();
    Set<ChunkPipe.Buffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    Future<?> writer =
        threads.submit(
            () -> {
              for (int i = 0; i < 100; i++) {
                ChunkPipe.Buffer buffer = pipe.buffer();
                buffers.add(buffer);
                byte[] bytes = new byte[random.nextInt(ChunkPipe.CHUNK)];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, buffer.bytes, 0, bytes.length);
                written.writeBytes(bytes);
                pipe.put(buffer, bytes.length);
              }
              pipe.end();
              return null;
            });

    byte[] read = pipe.reader((bytes, n) -> observed.write(bytes, 0, n)).readAllBytes();
    writer.get();

    assertThat(read).as("seed %d", seed).isEqualTo(written.toByteArray());
    assertThat(observed.toByteArray()).as("seed %d", seed).isEqualTo(read);
    assertThat(buffers).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void skip_bytes_areObservedNevertheless() throws IOException {
    put(10, 20, 30);
    pipe.end();
    long[] observed = new long[1];
    InputStream in = pipe.reader((bytes, n) -> observed[0] += n);

    assertThat(in.skip(5)).isEqualTo(5);
    assertThat(in.available()).isEqualTo(5);
    assertThat(in.read()).isEqualTo(15);
    assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(54);
    assertThat(in.skip(1)).isZero();
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(new byte[1])).isEqualTo(-1);
    assertThat(observed[0]).isEqualTo(60);
  }

  @Test
  void fail_afterChunks_givesThemFirst() throws IOException {
    put(3);
    pipe.fail(new IOException("why"));
    pipe.end();
    InputStream in = pipe.reader(ChunkPipe.ChunkObserver.NONE);

    assertThat(in.readNBytes(3)).containsExactly(3, 4, 5);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("why");
  }

  @Test
  void abandon_byReader_endsTheWriterEvenWhileItWaits() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    Future<?> writer =
        threads.submit(
            () -> {
              put(1, 1, 1, 1);
              full.countDown();
              put(1); // Waits for a buffer.
              return null;
            });
    full.await();

    pipe.abandon();

    assertThatThrownBy(writer::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ChunkPipe.ReaderGoneException.class);
    assertThatThrownBy(pipe::buffer).isInstanceOf(ChunkPipe.ReaderGoneException.class);
    assertThatThrownBy(() -> pipe.put(new ChunkPipe.Buffer(), 1))
        .isInstanceOf(ChunkPipe.ReaderGoneException.class);
  }

  @Test
  void interrupt_ofWhoWaits_endsItAndStays() throws Exception {
    Future<Boolean> reader =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> pipe.reader(ChunkPipe.ChunkObserver.NONE).read())
                  .isInstanceOf(InterruptedIOException.class);
              return Thread.interrupted();
            });
    Future<Boolean> writer =
        threads.submit(
            () -> {
              ChunkPipe other = new ChunkPipe();
              for (int i = 0; i < 4; i++) {
                other.put(other.buffer(), 1);
              }
              Thread.currentThread().interrupt();
              assertThatThrownBy(other::buffer).isInstanceOf(InterruptedIOException.class);
              return Thread.interrupted();
            });

    assertThat(reader.get()).isTrue();
    assertThat(writer.get()).isTrue();
  }
}
