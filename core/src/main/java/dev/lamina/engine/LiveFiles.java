package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.blob.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Looks at what operations, leases, containers and uses have left. */
final class LiveFiles {
  private static final Set<String> OF_CONTAINERS = Set.of("lock", "changes");

  private final CheckedStore store;
  private final StoreLayout layout;
  private final Privacy privacy;
  private final Suspects suspects;

  LiveFiles(CheckedStore store, Privacy privacy, Suspects suspects) {
    this.store = store;
    this.layout = store.layout();
    this.privacy = privacy;
    this.suspects = suspects;
  }

  void run() throws IOException {
    lookAtLiving(layout.staging(), Kind.STAGING, "what an operation that has ended had not done");
    lookAtLiving(layout.leases(), Kind.LEASE, "what a process that has ended had held");
    for (Path directory : CheckedStore.list(layout.containers())) {
      lookAtContainer(directory);
    }
    for (Path file : CheckedStore.list(store.parts().lastUsed().directory())) {
      lookAtUse(file);
    }
  }

  private void lookAtLiving(Path parent, Kind kind, String actual) throws IOException {
    for (Path directory : CheckedStore.list(parent)) {
      if (privacy.isDirectory(directory) && !store.parts().blobs().lives(directory)) {
        suspects.add(
            kind,
            directory,
            actual,
            Remedy.REMOVE,
            needed -> !store.parts().blobs().lives(directory));
      }
    }
  }

  private void lookAtContainer(Path directory) throws IOException {
    String id = directory.getFileName().toString();
    if (StoreNames.digest(directory).isEmpty()) {
      suspects.addUnknown(directory);
      return;
    }
    boolean isDirectory = privacy.isDirectory(directory);
    if (store.state().container(id).isEmpty()) {
      suspects.add(
          Kind.CHANGES,
          directory,
          "changes of a container that is gone",
          Remedy.REMOVE,
          needed -> store.lockedState().container(id).isEmpty());
    } else if (isDirectory) {
      for (Path path : CheckedStore.list(directory)) {
        String name = path.getFileName().toString();
        if (!OF_CONTAINERS.contains(name) && !name.startsWith("changes.")) {
          suspects.addUnknown(path);
        }
      }
    }
  }

  private void lookAtUse(Path file) throws IOException {
    Optional<Digest> image = StoreNames.digest(file);
    if (image.isEmpty()) {
      suspects.addUnknown(file);
    } else if (privacy.isFile(file, Kind.LAST_USE) && store.state().image(image.get()).isEmpty()) {
      suspects.add(
          Kind.LAST_USE,
          file,
          "the use of an image that is gone",
          Remedy.REMOVE,
          needed -> store.lockedState().image(image.get()).isEmpty());
    }
  }
}
