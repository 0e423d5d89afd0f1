package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.OperationCancelledException;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LayerPipeTest {
  private static final byte[] TAR = TarBuilder.tar().file("noise", noise(3_000_000)).build();

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(5).nextBytes(noise);
    return noise;
  }

  /** No thread may wait for another that is gone. */
  @AfterEach
  void allThreads_haveEnded() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private ReceivedBlob receive(LayerWriter writer) throws IOException {
    return receive(directory, writer);
  }

  private ReceivedBlob receive(Path staging, LayerWriter writer) throws IOException {
    LayerReceiver receiver = new LayerReceiver(staging, "layer", threads, read -> {});
    return new LayerPipe(receiver).receive(writer, threads);
  }

  private static void writeForEver(OutputStream out) throws IOException {
    byte[] zeros = new byte[1000];
    while (true) {
      out.write(zeros);
    }
  }

  @Test
  void receive_whatIsWrittenInPieces_isTheWholeBlob() throws IOException {
    ReceivedBlob blob =
        receive(
            out -> {
              for (int i = 0; i < TAR.length; i += 1000) {
                out.write(TAR, i, Math.min(1000, TAR.length - i));
              }
            });

    assertThat(blob.digest()).isEqualTo(TestImage.sha256(TAR));
    assertThat(blob.layer().diffId()).isEqualTo(blob.digest());
    assertThat(blob.file()).hasBinaryContent(TAR);
  }

  @Test
  void receive_writerThatFails_throwsWhatItThrew() {
    IOException broken = new IOException("broken");

    assertThatThrownBy(
            () ->
                receive(
                    out -> {
                      out.write(TAR, 0, 1_000_000);
                      throw broken;
                    }))
        .isSameAs(broken);
  }

  @Test
  void receive_writerThatIsWrong_throwsWhatItThrew() {
    assertThatThrownBy(
            () ->
                receive(
                    out -> {
                      throw new IllegalStateException("wrong");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  /** A writer may tell of the pipe's end in its own words. */
  @Test
  void receive_nowhereToStage_throwsThatAndEndsTheWriter() {
    Path file = directory.resolve("missing");

    assertThatThrownBy(
            () ->
                receive(
                    file,
                    out -> {
                      try {
                        writeForEver(out);
                      } catch (IOException e) {
                        throw new IllegalStateException("wrapped", e);
                      }
                    }))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void receive_interruptedWriter_ends() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> receive(LayerPipeTest::writeForEver))
          .isInstanceOfAny(InterruptedIOException.class, OperationCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
