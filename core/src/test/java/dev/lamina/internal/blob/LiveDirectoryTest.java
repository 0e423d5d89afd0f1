package dev.lamina.internal.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LiveDirectoryTest {
  @TempDir private Path parent;

  private static boolean livesOrIsRemoved(Path directory) throws IOException {
    return LiveDirectory.livesOrIsRemoved(directory, dead -> {});
  }

  @Test
  void open_untilClosed_lives() throws IOException {
    Path path;
    try (LiveDirectory live = LiveDirectory.open(parent);
        LiveDirectory other = LiveDirectory.open(parent)) {
      path = live.path();
      Files.createDirectories(path.resolve("a/b"));

      assertThat(livesOrIsRemoved(path)).isTrue();
      assertThat(livesOrIsRemoved(parent.resolve(".").resolve(path.getFileName()))).isTrue();
      assertThat(LiveDirectory.list(parent)).hasSize(2);
      assertThat(other.path()).isNotEqualTo(path);
      assertThat(path.resolve("a/b")).isDirectory();
    }

    assertThat(parent).isEmptyDirectory();
    assertThat(livesOrIsRemoved(path)).isFalse();
  }

  @Test
  void livesOrIsRemoved_dead_isInheritedAndRemoved() throws IOException {
    Path dead = Files.createDirectory(parent.resolve("dead"));
    Files.write(dead.resolve("lock"), new byte[0]);
    Files.writeString(dead.resolve("legacy"), "mine");
    List<String> inherited = new ArrayList<>();

    boolean lives =
        LiveDirectory.livesOrIsRemoved(
            dead, path -> inherited.add(Files.readString(path.resolve("legacy"))));

    assertThat(lives).isFalse();
    assertThat(inherited).containsExactly("mine");
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void livesOrIsRemoved_leftWithoutLock_isRemoved() throws IOException {
    Path dead = Files.createDirectory(parent.resolve("dead"));

    assertThat(livesOrIsRemoved(dead)).isFalse();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void list_nothingThere_isEmpty() throws IOException {
    Files.writeString(parent.resolve("file"), "");

    assertThat(LiveDirectory.list(parent)).isEmpty();
    assertThat(LiveDirectory.list(parent.resolve("missing"))).isEmpty();
  }

  /** One that is just being made looks like one that a killed process has left. */
  @Test
  void open_whileAnotherSweeps_neverFailsNorLosesIt()
      throws IOException, InterruptedException, ExecutionException {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> sweep =
          thread.submit(
              () -> {
                while (!done.get()) {
                  for (Path directory : LiveDirectory.list(parent)) {
                    boolean unused = livesOrIsRemoved(directory);
                  }
                }
                return null;
              });
      try {
        for (int i = 0; i < 500; i++) {
          try (LiveDirectory live = LiveDirectory.open(parent)) {
            assertThat(live.path().resolve("lock")).exists();
          }
        }
      } finally {
        done.set(true);
      }
      sweep.get();
    } finally {
      thread.shutdownNow();
    }
    assertThat(parent).isEmptyDirectory();
  }
}
