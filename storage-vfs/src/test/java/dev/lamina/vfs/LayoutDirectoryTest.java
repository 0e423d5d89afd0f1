package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Archives;
import dev.lamina.contract.HostileImagesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layout that is a directory is read nowhere but in itself. */
final class LayoutDirectoryTest {
  @TempDir private Path directory;
  private Path layout;

  @BeforeEach
  void unpack() throws IOException {
    layout =
        Archives.layout(
            directory,
            Archives.unpacked(HostileImagesContract.class, "hostile/oci-mediatype-absent.tar.gz"));
  }

  private void assertRefused() throws IOException {
    try (ImageStore store = open()) {
      assertThatThrownBy(() -> store.load(layout))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("symbolic link");
      assertThat(store.images().all()).isEmpty();
    }
  }

  private ImageStore open() {
    return VfsImageStore.open(
        directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
  }

  @Test
  void load_ofTheLayoutAsItIs_succeeds() {
    try (ImageStore store = open()) {
      assertThat(store.load(layout)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.json", "oci-layout", "blobs", "blobs/sha256"})
  void load_thatLeadsOutThroughALink_isRefused(String name) throws IOException {
    Path outside = directory.resolve("outside");
    Files.move(layout.resolve(name), outside);
    Files.createSymbolicLink(layout.resolve(name), outside);

    assertRefused();
  }

  @Test
  void load_ofBlobsThatAreLinks_isRefused() throws IOException {
    Path blobs = layout.resolve("blobs/sha256");
    Path outside = Files.createDirectory(directory.resolve("outside"));
    try (var files = Files.list(blobs)) {
      for (Path blob : List.copyOf(files.toList())) {
        Path moved = Files.move(blob, outside.resolve(blob.getFileName()));
        Files.createSymbolicLink(blob, moved);
      }
    }

    assertRefused();
  }

  @Test
  void load_ofADirectoryInABlobsPlace_isRefused() throws IOException {
    Files.delete(layout.resolve("index.json"));
    Files.createDirectory(layout.resolve("index.json"));

    try (ImageStore store = open()) {
      assertThatThrownBy(() -> store.load(layout))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("index.json is no regular file");
    }
  }
}
