package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.DurableStoreContract;
import dev.lamina.contract.HostMountContract;
import dev.lamina.contract.ImageStoreContract;
import dev.lamina.contract.LifecycleContract;
import dev.lamina.contract.LoadContract;
import dev.lamina.contract.LoadProgressContract;
import dev.lamina.contract.MountContract;
import dev.lamina.contract.OciLayoutContract;
import dev.lamina.contract.Packing;
import dev.lamina.contract.RecordedLoadContract;
import dev.lamina.contract.RefusedLoadContract;
import dev.lamina.contract.RuntimeBundleContract;
import dev.lamina.contract.SharedRemovalContract;
import dev.lamina.contract.SharedStoreContract;
import dev.lamina.contract.UnionContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The storage that mounts does all that a storage must. */
final class OverlayImageStoreTest
    implements ImageStoreContract,
        LifecycleContract,
        LoadContract,
        LoadProgressContract,
        RefusedLoadContract,
        RecordedLoadContract,
        OciLayoutContract,
        MountContract,
        HostMountContract,
        RuntimeBundleContract,
        UnionContract,
        SharedRemovalContract,
        SharedStoreContract,
        DurableStoreContract {
  @TempDir private Path directory;

  @TempDir private Path roots;

  private int stores;

  @BeforeEach
  void requireOverlay() throws IOException {
    TestedOverlay.require(roots);
  }

  @Override
  public ImageStore newStore() {
    return OverlayImageStore.open(
        roots.resolve("store" + stores++),
        StoreOptions.defaults().durability(Durability.FAST), // Hundreds of them: spare the disk.
        TestedOverlay.options());
  }

  @Override
  public ImageStore open(Path root) {
    return OverlayImageStore.open(root, TestedOverlay.options());
  }

  @Override
  public ImageStore open(Path root, Clock clock) {
    return OverlayImageStore.open(
        root, StoreOptions.defaults().clock(clock), TestedOverlay.options());
  }

  @Override
  public boolean keepsBlobs(Packing packing) {
    return packing != Packing.PLAIN;
  }

  @Override
  public Path root() {
    return roots.resolve("root");
  }

  @Override
  public Path directory() {
    return directory;
  }
}
