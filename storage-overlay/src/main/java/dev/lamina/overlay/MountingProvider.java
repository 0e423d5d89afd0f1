package dev.lamina.overlay;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreProvider;
import dev.lamina.RepairReport;
import dev.lamina.StoreOptions;
import dev.lamina.engine.ImageStores;
import java.nio.file.Path;
import java.util.Optional;

/** Offers {@link OverlayImageStore} with one of the things that mount. */
abstract class MountingProvider implements ImageStoreProvider {
  private final String name;
  private final int rank;
  private final OverlayOptions options;

  MountingProvider(String name, int rank, OverlayOptions.Mode mode) {
    this.name = name;
    this.rank = rank;
    this.options = OverlayOptions.defaults().mode(mode);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public Optional<String> unavailable(Path root) {
    OverlayProbe probe = OverlayProbe.probe(root, options);
    return probe.works() ? Optional.empty() : Optional.of(probe.explanation());
  }

  @Override
  public boolean recognises(Path root) {
    return ImageStores.storageOf(root).filter(OverlayDriver.NAME::equals).isPresent();
  }

  @Override
  public ImageStore open(Path root, StoreOptions storeOptions) {
    return OverlayImageStore.open(root, storeOptions, options);
  }

  @Override
  public void convert(Path root, StoreOptions storeOptions) {
    ImageStores.convert(root, OverlayImageStore.driver(root, options), storeOptions);
  }

  @Override
  public RepairReport repair(Path root, StoreOptions storeOptions) {
    return ImageStores.repair(root, OverlayImageStore.driver(root, options), storeOptions);
  }

  @Override
  public RepairReport planRepair(Path root, StoreOptions storeOptions) {
    return ImageStores.planRepair(root, OverlayImageStore.driver(root, options), storeOptions);
  }
}
