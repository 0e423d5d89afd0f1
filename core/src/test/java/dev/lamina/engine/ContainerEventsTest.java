package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Container;
import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.RemoveContainerOption;
import dev.lamina.StoreOptions;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.EventRecord;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs of containers tell, as it stands in the catalogue. */
final class ContainerEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path root;

  /** A storage of images that nobody looks into. */
  private static final class BlindDriver implements StorageDriver {
    @Override
    public String name() {
      return "blind";
    }

    @Override
    public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Path directory) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> describe(LayerStack stack) {
      return Map.of("Layers", String.valueOf(stack.diffIds().size()));
    }
  }

  private ImageStore open() {
    return ImageStores.open(
        root,
        new BlindDriver(),
        StoreOptions.defaults()
            .durability(Durability.FAST)
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .random(new Random(1)));
  }

  private List<String> events() {
    try (Catalog catalog = Catalog.open(root, Durability.FAST, Duration.ofSeconds(1))) {
      return catalog
          .state()
          .eventsFrom(0)
          .filter(event -> event.type().equals(EventRecord.CONTAINER))
          .map(
              event ->
                  event.action() + "/" + event.cause() + " " + new TreeMap<>(event.attributes()))
          .toList();
    }
  }

  @Test
  void verbs_ofOneContainer_tellWhatTheEngineTells() {
    try (ImageStore store = open()) {
      StoreContract.load(store, TestImage.withFile("a", "1").tagged("app:1"));

      store.create("app:1").label("k", "v").named("c1");
      store.start("c1");
      store.start("c1"); // It runs already: nothing happens.
      store.pause("c1");
      store.unpause("c1");
      store.stop("c1", 3);
      store.stop("c1", 4);
      store.rename("c1", "c2");
      store.start("c2");
      store.removeContainer("c2", RemoveContainerOption.FORCE);
    }

    assertThat(events())
        .containsExactly(
            "create/create {image=app:1, k=v, name=c1}",
            "start/start {image=app:1, k=v, name=c1}",
            "pause/pause {image=app:1, k=v, name=c1}",
            "unpause/unpause {image=app:1, k=v, name=c1}",
            "die/stop {exitCode=3, image=app:1, k=v, name=c1}",
            "stop/stop {image=app:1, k=v, name=c1}",
            "rename/rename {image=app:1, k=v, name=c2, oldName=/c1}",
            "start/start {image=app:1, k=v, name=c2}",
            "die/destroy {exitCode=137, image=app:1, k=v, name=c2}",
            "destroy/destroy {image=app:1, k=v, name=c2}");
  }

  @Test
  void times_ofOneContainer_areTheClocks() {
    try (ImageStore store = open()) {
      StoreContract.load(store, TestImage.withFile("a", "1").tagged("app:1"));

      Container created = store.create("app:1").unnamed();
      Container started = store.start(created.name());
      Container stopped = store.stop(created.name(), 0);

      assertThat(created.created()).isEqualTo(NOW);
      assertThat(created.started()).isEmpty();
      assertThat(started.started()).contains(NOW);
      assertThat(stopped.finished()).contains(NOW);
      assertThat(store.lastUsed(created.imageId())).contains(NOW.minusSeconds(5));
      assertThat(store.inspect("app:1").toJson()).contains("\"Layers\": \"1\"");
      assertThat(store.inspectContainer(created.name()).json()).doesNotContain("\"Layers\"");
    }
  }
}
