package dev.lamina.vfs;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreProvider;
import dev.lamina.RepairReport;
import dev.lamina.StoreOptions;
import dev.lamina.engine.ImageStores;
import java.nio.file.Path;

/** Offers {@link VfsImageStore} to {@link ImageStore#open(Path)}. */
public final class VfsImageStoreProvider implements ImageStoreProvider {
  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public VfsImageStoreProvider() {}

  @Override
  public String name() {
    return VfsDriver.NAME;
  }

  @Override
  public int rank() {
    return 1000;
  }

  @Override
  public boolean recognises(Path root) {
    return ImageStores.storageOf(root).filter(VfsDriver.NAME::equals).isPresent();
  }

  @Override
  public ImageStore open(Path root, StoreOptions options) {
    return VfsImageStore.open(root, options);
  }

  @Override
  public void convert(Path root, StoreOptions options) {
    ImageStores.convert(root, new VfsDriver(), options);
  }

  @Override
  public RepairReport repair(Path root, StoreOptions options) {
    return ImageStores.repair(root, new VfsDriver(), options);
  }

  @Override
  public RepairReport planRepair(Path root, StoreOptions options) {
    return ImageStores.planRepair(root, new VfsDriver(), options);
  }
}
