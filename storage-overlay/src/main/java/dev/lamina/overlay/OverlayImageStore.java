package dev.lamina.overlay;

import dev.lamina.ImageStore;
import dev.lamina.UnsupportedStorageException;
import java.nio.file.Path;

/**
 * The place of the storage that shows images as kernel overlayfs mounts. This version does not
 * mount: it tells what a mount would need, and what this machine has of it.
 */
public final class OverlayImageStore {
  private OverlayImageStore() {}

  /**
   * Says why a store cannot be opened by this storage.
   *
   * @throws UnsupportedStorageException always, with the verdict on each thing that is needed
   */
  @SuppressWarnings("DoNotCallSuggester") // A program may choose the storage when it runs.
  public static ImageStore open(Path root) {
    throw new UnsupportedStorageException(
        """
        cannot open %s by the overlay storage: this version of Lamina does not mount overlayfs yet.
        What this machine has:
        %s
        Use VfsImageStore, which needs none of it."""
            .formatted(root, OverlayProbe.probe().explanation()));
  }
}
