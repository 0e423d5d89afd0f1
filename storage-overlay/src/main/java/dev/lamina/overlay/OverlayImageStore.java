package dev.lamina.overlay;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.engine.ForwardingImageStore;
import dev.lamina.engine.ImageStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An image store whose mounts are the operating system's: layers are unpacked into directories,
 * which the Linux kernel joins by overlayfs, or the program {@code fuse-overlayfs} where the kernel
 * does not let this process. Every program can use what is mounted.
 *
 * <p>It needs Linux, and either privilege ({@code CAP_SYS_ADMIN}; that of a user namespace of its
 * own is enough, as by {@code unshare -rm}) or FUSE. {@link OverlayProbe} tells what is missing.
 */
public final class OverlayImageStore extends ForwardingImageStore {
  private OverlayImageStore(ImageStore store) {
    super(store);
  }

  /**
   * Opens the store in a directory, with the default options. An empty or missing directory becomes
   * a store.
   *
   * @param root a directory of the default file system
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if nothing here can mount, with what is missing of each
   *     thing that is needed; or if the directory is not empty and no store of this storage
   * @throws StoreLockedException if another process holds the store's lock too long
   * @throws ImageStoreException if the directory cannot be used
   */
  public static OverlayImageStore open(Path root) {
    return open(root, StoreOptions.defaults(), OverlayOptions.defaults());
  }

  /**
   * Opens the store in a directory; see {@link #open(Path)}.
   *
   * @return the store; the caller closes it
   */
  public static OverlayImageStore open(Path root, StoreOptions options) {
    return open(root, options, OverlayOptions.defaults());
  }

  /**
   * Opens the store in a directory; see {@link #open(Path)}.
   *
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException also if an ID map or a limit of the options does not work
   *     here, with the reason
   */
  public static OverlayImageStore open(Path root, OverlayOptions overlay) {
    return open(root, StoreOptions.defaults(), overlay);
  }

  /**
   * Opens the store in a directory; see {@link #open(Path)}.
   *
   * @return the store; the caller closes it
   */
  public static OverlayImageStore open(Path root, StoreOptions options, OverlayOptions overlay) {
    return new OverlayImageStore(ImageStores.open(root, driver(root, overlay), options));
  }

  /** Returns a driver for a store in a directory, if something can mount there. */
  static OverlayDriver driver(Path root, OverlayOptions options) {
    OverlayProbe probe = probe(root, options);
    if (!probe.works()) {
      throw new UnsupportedStorageException(
          """
          cannot open %s by the overlay storage: nothing here can mount. What was found:
          %s
          Or use VfsImageStore, which needs none of it."""
              .formatted(root, probe.explanation()));
    }
    requireChoices(root, options, probe);
    return new OverlayDriver(probe, options);
  }

  private static void requireChoices(Path root, OverlayOptions options, OverlayProbe probe) {
    if (!probe.satisfies(options)) {
      throw new UnsupportedStorageException(
          """
          cannot open %s by the overlay storage with %s: they do not work here. What was found:
          %s
          Or do without."""
              .formatted(root, wanted(options), probe.explanation()));
    }
  }

  private static String wanted(OverlayOptions options) {
    return Stream.of(
            options.idMap().map(map -> "the ID map of its options"),
            options.changesLimit().stream().mapToObj(limit -> "the limit of its options").findAny())
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" and "));
  }

  private static OverlayProbe probe(Path root, OverlayOptions options) {
    try {
      return KnownProbes.of(root, options);
    } catch (IOException e) {
      throw new ImageStoreException("cannot look at " + root, e);
    }
  }
}
