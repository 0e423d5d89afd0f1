package dev.lamina.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced ahead, and what becomes of its failures. */
final class ForcedAheadTest {
  @TempDir private Path directory;

  private final List<Runnable> tasks = new ArrayList<>();
  private FileChannel channel;

  @BeforeEach
  void open() throws IOException {
    channel =
        FileChannel.open(
            directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  @Test
  void wrote_steps_forcesOnceForEach() throws IOException {
    ForcedAhead forced = new ForcedAhead(channel, Runnable::run, 10);
    ForcedAhead counted = new ForcedAhead(channel, this::runAndCount, 10);

    forced.wrote(10);
    for (int i = 0; i < 10; i++) {
      counted.wrote(4);
    }

    assertThat(tasks).hasSize(3);
    forced.close();
    counted.close();
  }

  @Test
  void wrote_whileForcing_doesNotForceAgain() throws IOException {
    ForcedAhead forced = new ForcedAhead(channel, tasks::add, 10);

    forced.wrote(10);
    forced.wrote(10);
    forced.wrote(10);

    assertThat(tasks).hasSize(1);
    tasks.get(0).run();
    forced.wrote(1);
    assertThat(tasks).hasSize(2);
    tasks.get(1).run();
    forced.close();
  }

  @Test
  void close_afterAFailure_tellsIt() throws IOException {
    ForcedAhead forced = new ForcedAhead(channel, tasks::add, 10);
    forced.wrote(10);
    channel.close();
    tasks.get(0).run();

    assertThatThrownBy(() -> forced.wrote(10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot force")
        .hasCauseInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(forced::close).hasCauseInstanceOf(ClosedChannelException.class);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void stream_writes_andForces() throws IOException {
    ForcedAhead forced = new ForcedAhead(channel, this::runAndCount, 3);
    OutputStream out = forced.stream();

    out.write('a');
    assertThat(tasks).isEmpty();
    out.write(new byte[] {'-', 'b', 'c', '-'}, 1, 2);

    assertThat(tasks).hasSize(1);
    assertThat(directory.resolve("file")).hasContent("abc");
    forced.close();
  }

  @Test
  void ahead_fast_forcesNothing() throws IOException {
    try (ForcedAhead forced = Fsync.FAST.ahead(channel, this::runAndCount)) {
      forced.wrote(Integer.MAX_VALUE);
    }
    try (ForcedAhead forced = Fsync.FULL.ahead(channel, tasks::add)) {
      forced.wrote((int) ForcedAhead.STEP - 1);
    }
    assertThat(tasks).isEmpty();
  }

  private void runAndCount(Runnable task) {
    tasks.add(task);
    task.run();
  }
}
