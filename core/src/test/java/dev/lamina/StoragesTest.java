package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which storage opens a directory. */
final class StoragesTest {
  private static final Path ROOT = Path.of("root");

  /** A storage that says of itself what the test likes. */
  private record Fake(String name, int rank, boolean isOwner, @Nullable String reason)
      implements ImageStoreProvider {
    @Override
    public Optional<String> unavailable(Path root) {
      return Optional.ofNullable(reason);
    }

    @Override
    public boolean recognises(Path root) {
      return isOwner;
    }

    @Override
    public ImageStore open(Path root, StoreOptions options) {
      throw new UnsupportedStorageException("opened by " + name);
    }

    @Override
    public void convert(Path root, StoreOptions options) {
      throw new UnsupportedStorageException("converted by " + name);
    }
  }

  private static Storages storages(String works, String own) {
    return new Storages(
        List.of(
            fake("vfs", 1000, works, own),
            fake("fuse-overlayfs", 200, works, own),
            fake("overlay", 100, works, own)));
  }

  private static Fake fake(String name, int rank, String works, String own) {
    List<String> working = List.of(works.split(" "));
    return new Fake(
        name,
        rank,
        List.of(own.split(" ")).contains(name),
        working.contains(name) ? null : "no " + name + " here");
  }

  @ParameterizedTest
  @CsvSource({
    // what works, whose store it is, what is chosen, what opens it
    "overlay fuse-overlayfs vfs, '', , overlay",
    "fuse-overlayfs vfs, '', , fuse-overlayfs",
    "vfs, '', , vfs",
    "overlay vfs, '', vfs, vfs",
    "overlay vfs, vfs, , vfs",
    "overlay fuse-overlayfs vfs, overlay fuse-overlayfs, , overlay",
    "fuse-overlayfs vfs, overlay fuse-overlayfs, , fuse-overlayfs",
    "overlay vfs, overlay fuse-overlayfs, fuse-overlayfs, fuse-overlayfs",
    "overlay vfs, vfs, overlay, overlay", // Which refuses the store of another storage.
  })
  void opening_choice_isOwnStorageOrFirstThatWorks(
      String works, String own, @Nullable String chosen, String expected) {
    StorageChoice choice = new StorageChoice(Optional.ofNullable(chosen));

    assertThat(storages(works, own).forOpening(ROOT, choice).name()).isEqualTo(expected);
  }

  @Test
  void opening_nothingWorks_tellsAllReasons() {
    Storages storages = storages("", "");

    assertThatThrownBy(() -> storages.forOpening(ROOT, StorageChoice.bestAvailable()))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("lamina-storage-vfs")
        .hasMessageContaining("\noverlay: no overlay here\nfuse-overlayfs: no fuse-overlayfs here");
  }

  @Test
  void opening_ownStorageDoesNotWork_tellsWhyAndHowToConvert() {
    Storages storages = storages("vfs", "overlay fuse-overlayfs");

    assertThatThrownBy(() -> storages.forOpening(ROOT, StorageChoice.bestAvailable()))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("ImageStore.convert(root, StorageChoice.of(\"vfs\"))")
        .hasMessageContaining("\noverlay: no overlay here\nfuse-overlayfs: no fuse-overlayfs here")
        .hasMessageNotContaining("\nvfs:");
  }

  @Test
  void opening_unknownStorage_tellsWhatThereIs() {
    Storages storages = storages("vfs", "");

    assertThatThrownBy(() -> storages.forOpening(ROOT, StorageChoice.of("zfs")))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessage(
            "unknown storage zfs: on the class or module path are overlay, fuse-overlayfs, vfs");
    assertThatThrownBy(() -> new Storages(List.of()).forOpening(ROOT, StorageChoice.of("zfs")))
        .hasMessage("unknown storage zfs: on the class or module path is none");
  }

  @ParameterizedTest
  @CsvSource({"vfs, vfs", ", overlay"})
  void converting_choice_isNotTheOwnStorage(@Nullable String chosen, String expected) {
    StorageChoice choice = new StorageChoice(Optional.ofNullable(chosen));

    assertThat(storages("overlay vfs", "fuse-overlayfs").forConverting(ROOT, choice).name())
        .isEqualTo(expected);
  }

  @Test
  void ofStore_noneKnowsIt_saysHowToMakeOne() {
    assertThatThrownBy(() -> storages("vfs", "").ofStore(ROOT))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessageContaining("VfsImageStore.open");
  }

  @Test
  void choice_toString_isItsName() {
    assertThat(StorageChoice.of("vfs")).hasToString("vfs");
    assertThat(StorageChoice.bestAvailable()).hasToString("best available");
  }
}
