package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ImageStore;
import dev.lamina.Lease;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeaksTest {
  private static final TestImage IMAGE = TestImage.withFile("a", "1").tagged("image:1");

  private final Logger logger = Logger.getLogger("dev.lamina.leaks");
  private final List<LogRecord> told = new ArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord told) {
          LeaksTest.this.told.add(told);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path directory;

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(listener);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  private ImageStore open() {
    return ImageStores.open(directory, new CopyingDriver(), StoreOptions.defaults());
  }

  private void leak() {
    ImageStore store = open();
    store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(IMAGE)));
    store.create("image:1").named("c1");
    Mount mount = store.mount("image:1").readOnly();
    Mount container = store.mountContainer("c1");
    Lease lease = store.lease("image:1");

    store.close();

    assertThat(told)
        .extracting(record -> record.getMessage().replaceFirst(";.*", ""))
        .containsExactlyInAnyOrder(
            mount + " is closed now, as its store is",
            container + " is closed now, as its store is",
            lease + " is closed now, as its store is");
  }

  @Test
  void close_store_tellsOfWhatWasNotClosed() {
    leak();

    assertThat(told)
        .extracting(LogRecord::getMessage)
        .allMatch(message -> message.endsWith("log DEBUG to see where it was opened"));
  }

  @Test
  void close_storeWhenPlacesAreNoted_tellsThem() {
    logger.setLevel(Level.FINE);

    leak();

    assertThat(told)
        .allSatisfy(
            record ->
                assertThat(record.getThrown().getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("leak"));
  }

  @Test
  void close_storeWhenAllIsClosed_tellsNothing() {
    try (ImageStore store = open()) {
      store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(IMAGE)));
      try (Mount mount = store.mount("image:1").readOnly();
          Lease lease = store.lease("image:1")) {
        assertThat(mount.image().id()).isEqualTo(lease.image());
      }
    }

    assertThat(told).isEmpty();
  }
}
