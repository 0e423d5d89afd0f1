package dev.lamina.contract;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.internal.blob.StoreLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store in a directory whose mounts read layers as they are. */
public interface PackedLayersContract extends DurableStoreContract {
  /** Inside a mount there are no exceptions but those of {@code java.nio.file}. */
  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD", "ZSTD_FRAMES"})
  default void layerBlob_cut_failsTheRead(Packing packing) throws IOException {
    for (Harm harm : List.of(Harm.EMPTY, Harm.CUT)) {
      Path root = root().resolve(harm.name());
      Path blob =
          new StoreLayout(root)
              .blob(TestImage.sha256(packing.pack(DurableStoreContract.IMAGE.layers().get(0))));
      try (ImageStore store = open(root)) {
        DurableStoreContract.loadPacked(store, packing);
      }
      harm.to(blob, 5);

      try (ImageStore store = open(root);
          Mount mount = store.mount("image:1").readOnly()) {
        assertThat(mount.root().resolve("b")).hasContent("2");
        assertThatThrownBy(() -> Files.readAllBytes(mount.root().resolve("noise")))
            .as("%s", harm)
            .isInstanceOf(IOException.class);
      }
    }
  }

  /** A long zstd frame is read from an unpacked copy, which is made when it is first read. */
  @Test
  default void plainCopy_harmed_isMadeAgain() throws IOException {
    byte[] large = Arrays.copyOf(NOISE, 9 << 20);
    TestImage image = TestImage.of(tar().file("large", large)).tagged("large:1");
    Path root = root();
    Path copy = new StoreLayout(root).plain(image.diffIds().get(0));
    try (ImageStore store = open(root)) {
      store.load(new ByteArrayInputStream(OciLayout.of(Packing.ZSTD).with(image).tar()));
    }
    for (Harm harm : List.of(Harm.DELETE, Harm.EMPTY, Harm.CUT, Harm.EXTEND, Harm.DELETE)) {
      if (Files.exists(copy)) {
        harm.to(copy, 0);
      }
      try (ImageStore store = open(root);
          Mount mount = store.mount("large:1").readOnly()) {
        byte[] read = Files.readAllBytes(mount.root().resolve("large"));

        assertThat(Arrays.equals(read, large)).as("%s", harm).isTrue();
        assertThat(copy).hasBinaryContent(image.layers().get(0));
        assertThat(DurableStoreContract.list(new StoreLayout(root).staging())).isEmpty();
      }
    }
  }
}
