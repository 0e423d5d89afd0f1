package dev.lamina.vfs;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PollingWatchServiceTest {
  @TempDir private Path disk;
  private UnionFileSystem files;
  private WatchService watcher;
  private Path directory;

  @BeforeEach
  void open() throws IOException {
    files =
        new WritableTrees(disk.resolve("changes"))
            .open(new FakeTree().file("d/old", "1").file("d/gone", "2"));
    watcher = files.newWatchService();
    directory = files.getPath("/d");
  }

  @AfterEach
  void close() throws IOException {
    watcher.close();
    assertThat(files.resources().size()).isZero();
    files.close();
  }

  private Set<String> events(int count) throws InterruptedException {
    Set<String> seen = new TreeSet<>();
    while (seen.size() < count) {
      WatchKey key = watcher.take();
      for (WatchEvent<?> event : key.pollEvents()) {
        seen.add(event.kind() + " " + event.context());
      }
      key.reset();
    }
    return seen;
  }

  @Test
  void changes_ofEachKind_areTold() throws Exception {
    WatchKey key = directory.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);

    Files.writeString(directory.resolve("old"), "longer");
    Files.delete(directory.resolve("gone"));
    Files.createDirectory(directory.resolve("new"));

    assertThat(events(3))
        .containsExactly("ENTRY_CREATE new", "ENTRY_DELETE gone", "ENTRY_MODIFY old");
    assertThat(key.isValid()).isTrue();
    assertThat(key.watchable()).isEqualTo(directory);
  }

  @Test
  void directory_deleted_endsTheKey() throws Exception {
    WatchKey key = directory.register(watcher, ENTRY_DELETE);

    Files.delete(directory.resolve("old"));
    Files.delete(directory.resolve("gone"));
    Files.delete(directory);

    assertThat(events(2)).containsExactly("ENTRY_DELETE gone", "ENTRY_DELETE old");
    while (key.isValid()) {
      Thread.onSpinWait();
    }
    assertThat(key.reset()).isFalse();
  }

  @Test
  void close_wakesWhoWaits() throws Exception {
    CompletableFuture<Object> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return watcher.take();
              } catch (InterruptedException | ClosedWatchServiceException e) {
                return e;
              }
            });

    files.close();

    assertThat(waiting.get()).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(watcher::poll).isInstanceOf(ClosedWatchServiceException.class);
  }

  @Test
  void register_ofWhatCannotBeWatched_isRefused() throws Exception {
    assertThatThrownBy(() -> directory.resolve("old").register(watcher, ENTRY_CREATE))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> directory.register(watcher))
        .isInstanceOf(IllegalArgumentException.class);
    WatchKey key = directory.register(watcher, ENTRY_CREATE);
    assertThat(directory.register(watcher, ENTRY_DELETE)).isSameAs(key);
    key.cancel();
    assertThat(key.isValid()).isFalse();
    assertThat(watcher.poll(1, TimeUnit.MILLISECONDS)).isNull();
  }
}
