package dev.lamina.contract;

import static dev.lamina.contract.EventContract.next;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.ImageStore;
import dev.lamina.StoreEvent;
import dev.lamina.Subscription;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who have one directory open tell each other. */
@Timeout(60)
@SuppressWarnings("try") // A subscription is of use by being open.
public interface SharedStoreContract {
  /** Returns where a store can be made. */
  Path root();

  /** Returns an empty directory of the default file system for archives. */
  Path directory();

  /** Opens the store in a directory, or makes it. */
  ImageStore open(Path root);

  @Test
  default void events_ofAnotherStore_areToldInOrder() throws InterruptedException {
    TestImage one = TestImage.withFile("a", "1");
    TestImage other = TestImage.withFile("b", "2");
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    Path root = root();
    try (ImageStore listening = open(root);
        ImageStore changing = open(root);
        Subscription unused = listening.events(told::add)) {
      load(changing, one);
      load(listening, other);

      assertThat(next(told).actor()).isEqualTo(one.id().toString());
      assertThat(next(told).actor()).isEqualTo(other.id().toString());
      assertThat(told).isEmpty();
      assertThat(changing.eventsSince(Instant.EPOCH))
          .isEqualTo(listening.eventsSince(Instant.EPOCH));
    }
  }

  @Test
  default void events_ofAnotherProcess_areTold() throws IOException, InterruptedException {
    Path root = root();
    assumeTrue(root.getFileSystem().equals(FileSystems.getDefault()), "no other process sees it");
    TestImage image = TestImage.withFile("a", "1");
    Path archive = Files.write(directory().resolve("image.tar"), Dialect.JIB.write(image));
    BlockingQueue<StoreEvent> told = new LinkedBlockingQueue<>();
    try (ImageStore store = open(root);
        Subscription unused = store.events(told::add);
        LoadingProcess process = LoadingProcess.waitingAt("Planned", root, archive)) {
      assertThat(told).isEmpty();

      assertThat(process.goOn()).isZero();

      assertThat(next(told).actor()).isEqualTo(image.id().toString());
    }
  }

  @Test
  default void eventsSince_storeOpenedAgain_areRemembered() {
    Path root = root();
    List<StoreEvent> events;
    try (ImageStore store = open(root)) {
      load(store, TestImage.withFile("a", "1").tagged("app:1"));
      load(store, TestImage.withFile("b", "2").tagged("app:1"));
      events = store.eventsSince(Instant.EPOCH);
    }

    try (ImageStore store = open(root)) {
      assertThat(events).hasSize(3);
      assertThat(store.eventsSince(Instant.EPOCH)).isEqualTo(events);
    }
  }
}
