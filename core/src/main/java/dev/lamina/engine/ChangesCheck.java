package dev.lamina.engine;

import dev.lamina.Finding.Remedy;
import dev.lamina.internal.blob.ContainerDirectory;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether what was changed in containers can be read. */
final class ChangesCheck {
  private final CheckedStore store;

  ChangesCheck(CheckedStore store) {
    this.store = store;
  }

  void run() throws IOException {
    for (ContainerRecord container : store.state().containers().toList()) {
      store.request().goOn();
      if (store.parts().blobs().hasContainer(container.id())) {
        look(container);
      }
    }
  }

  /** What somebody has mounted is being changed, and he would notice. */
  private void look(ContainerRecord container) throws IOException {
    Optional<ContainerDirectory> claimed = store.parts().blobs().claimContainer(container.id());
    if (claimed.isPresent()) {
      try (ContainerDirectory directory = claimed.get()) {
        Path changes = directory.changes(store.parts().driver().name());
        store.parts().driver().verifyChanges(changes, new Told(store, container));
      }
    }
  }

  /** Tells what the storage finds. */
  private record Told(CheckedStore store, ContainerRecord container)
      implements StorageDriver.Differences {
    @Override
    public void add(Path place, String expected, String actual) {
      store.changes(place, container).isDamaged(expected, actual, Remedy.NONE);
    }

    @Override
    public void addUnfinished(Path place, String actual) {
      store.changes(place, container).isRemarkable("the end", actual, Remedy.NONE);
    }
  }
}
