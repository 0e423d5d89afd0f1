package dev.lamina.contract;

import static dev.lamina.contract.BuildContract.attributes;
import static dev.lamina.contract.BuildContract.tree;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Building;
import dev.lamina.Compression;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Layer;
import dev.lamina.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How images are made of other ones' layers: merged, left out, put on another base. */
public interface RelayeringContract extends BuildContract {
  @Test
  default void squash_layers_areOneThatHoldsTheSame() {
    try (ImageStore store = newStoreWithBase()) {
      Image unused =
          store
              .from("base:1")
              .layer(files -> files.remove("/data/old").file("/x", "1").hardLink("/y", "/x"))
              .named("app:1");

      Image image = store.from("app:1").env("A", "1").squash().env("B", "2").named("app:2");
      Image again =
          store
              .from("base:1")
              .compression(Compression.ZSTD)
              .layer(files -> files.remove("/data/old").file("/x", "1").hardLink("/y", "/x"))
              .squash()
              .named("app:3");

      assertThat(image.layers()).hasSize(1);
      assertThat(image.parentId()).isEmpty();
      assertThat(tree(store, "app:2")).isEqualTo(tree(store, "app:1"));
      assertThat(tree(store, "app:3")).isEqualTo(tree(store, "app:1"));
      assertThat(again.layers()).hasSize(1);
      assertThat(image.history()).hasSize(6);
      assertThat(image.history().get(4))
          .isEqualTo(
              new HistoryEntry(
                  image.created(), "", "", "create new from " + store.image("app:1").id(), false));
      assertThat(image.history()).filteredOn(step -> !step.emptyLayer()).hasSize(1);
      assertThat(attributes(store, "app:2", "etc")).isEqualTo(attributes(store, "app:1", "etc"));
      assertThat(store.fromScratch().squash().unnamed().layers()).isEmpty();
    }
  }

  @Test
  default void withoutLayers_some_areGoneWithTheirSteps() {
    try (ImageStore store = newStoreWithBase()) {
      Image image = store.from("base:1").withoutLayers(1, 1).named("app:1");

      assertThat(image.layers()).isEqualTo(store.image("base:1").layers().subList(0, 1));
      assertThat(image.history()).extracting(HistoryEntry::createdBy).containsExactly("step 0");
      assertThat(image.parentId()).isEmpty();
      assertThat(tree(store, "app:1")).doesNotContain("data/");
      Image added =
          store
              .from("base:1")
              .env("A", "1")
              .layer(files -> files.file("/x", "1"))
              .withoutLayers(0, 2)
              .unnamed();
      assertThat(added.layers()).hasSize(1);
      assertThat(added.history())
          .extracting(HistoryEntry::createdBy)
          .containsExactly("ENV A=1", "ADD /x");
      for (Building wrong :
          List.of(
              store.from("base:1").withoutLayers(1, 2),
              store.from("base:1").withoutLayers(-1, 1),
              store.fromScratch().withoutLayers(0, 1))) {
        assertThatThrownBy(wrong::unnamed).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  default void rebase_image_hasItsOwnLayersOnTheOtherBase() {
    TestImage newer =
        TestImage.of(TarBuilder.tar().file("etc/motd", "newer"))
            .platform(Platform.of("linux", "s390x"))
            .steps("newer step")
            .label("newer")
            .tagged("base:2");
    try (ImageStore store = newStoreWithBase()) {
      load(store, newer);
      Image app = store.from("base:1").layer(f -> f.file("/app", "1")).cmd("/app").named("app:1");

      Image image = store.from("app:1").rebase("base:2").env("A", "1").named("app:2");

      assertThat(image.layers())
          .extracting(Layer::diffId)
          .containsExactly(newer.diffIds().get(0), app.layers().get(2).diffId());
      assertThat(image.history())
          .extracting(HistoryEntry::createdBy)
          .containsExactly("newer step", "ADD /app", "CMD [\"/app\"]", "ENV A=1");
      assertThat(image.config().cmd()).containsExactly("/app");
      assertThat(image.config().labels()).isEqualTo(app.config().labels());
      assertThat(image.platform()).isEqualTo(Platform.of("linux", "s390x"));
      assertThat(image.parentId()).isEmpty();
      assertThat(tree(store, "app:2")).contains("app = 1", "etc/motd = newer");
      assertThat(store.from("app:1").rebase("base:1", "base:2").env("A", "1").unnamed().layers())
          .isEqualTo(image.layers());
    }
  }

  @Test
  default void rebase_wrongBase_isRefused() {
    try (ImageStore store = newStoreWithBase()) {
      load(store, TestImage.withFile("x", "1").label("x").tagged("other:1"));

      assertThatThrownBy(() -> store.from("base:1").rebase("other:1").named("app:1"))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("say which base it was made from");
      assertThatThrownBy(() -> store.from("base:1").rebase("other:1", "base:1").named("app:1"))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("does not begin with the layers of other:1");
      assertThatThrownBy(() -> store.from("base:1").rebase("none", "other:1").named("app:1"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: none:latest");
    }
  }
}
