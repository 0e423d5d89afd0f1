package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Limits;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This storage needs room for layers and for their files. */
final class OverlaySpaceTest {
  @TempDir private Path directory;

  @Test
  void load_intoTooLittle_countsUnpackedFiles() throws IOException {
    TestedOverlay.require(directory);
    TestImage image = TestImage.of(tar().file("a", "a".repeat(100_000))).tagged("a:1");
    Path archive =
        Files.write(
            directory.resolve("archive.tar"),
            Dialect.DOCKER_SAVE_25.write(new TestImage[] {image}));
    AtomicLong layers = new AtomicLong();
    StoreOptions options =
        StoreOptions.defaults().limits(Limits.defaults().freeBytes(Long.MAX_VALUE));

    try (ImageStore store =
        OverlayImageStore.open(directory.resolve("store"), options, TestedOverlay.options())) {
      assertThatThrownBy(() -> store.load(archive, Progress.to(event -> planned(event, layers))))
          .isInstanceOf(ImageStoreException.class)
          .satisfies(
              e ->
                  assertThat(e).hasMessageContaining(" " + 2 * layers.get() + " bytes are needed"));
      assertThat(layers.get()).isGreaterThan(100_000);
    }
  }

  private static ProgressListener.Answer planned(ProgressEvent event, AtomicLong bytes) {
    if (event instanceof ProgressEvent.Planned planned) {
      bytes.set(planned.bytes());
    }
    return ProgressListener.Answer.CONTINUE;
  }
}
