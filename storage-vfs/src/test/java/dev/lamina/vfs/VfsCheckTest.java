package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.contract.CheckContract;
import dev.lamina.contract.DurableStoreContract;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The storage in pure Java says what is wrong with a store, and mends it. */
final class VfsCheckTest implements CheckContract {
  @TempDir private Path roots;

  @Override
  public Path root() {
    return roots.resolve("root");
  }

  @Override
  public ImageStore open(Path root) {
    return VfsImageStore.open(root);
  }

  /** Of incompressible contents, a wrong byte of a blob is one of a file, and nothing else. */
  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD"})
  void read_ofDamagedBlob_isAnErrorAndNotData(Packing packing) throws IOException {
    try (ImageStore store = open(root())) {
      DurableStoreContract.loadPacked(store, packing);
      byte[] layer = packing.pack(DurableStoreContract.IMAGE.layers().get(0)).clone();
      Path blob = root().resolve("blobs/sha256").resolve(TestImage.sha256(layer).hex());
      layer[layer.length / 2] ^= 1;
      Files.write(blob, layer);

      try (Mount mount = store.mount("image:1").readOnly()) {
        assertThatThrownBy(() -> Files.readAllBytes(mount.root().resolve("noise")))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("damaged");
        assertThat(mount.root().resolve("b")).hasContent("2");
      }
    }
  }
}
