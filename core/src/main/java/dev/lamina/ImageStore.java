package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A store of container images, in this process.
 *
 * <p>A storage module opens one, for instance {@code VfsImageStore.open(root)}. A {@code String}
 * names an image as it does on an engine's command line: a reference, or else the beginning of an
 * ID. {@link Tag}, {@link ImageId} and {@link DigestReference} are exact.
 *
 * <p>Safe for use by several threads; several processes may have the same root open. Reading never
 * waits for a change. A change happens as a whole or not at all, and when a method has returned, it
 * is done. Interrupting the thread ends an operation with {@link OperationCancelledException}.
 *
 * <p>Closing a store closes its mounts. Later calls throw {@link IllegalStateException}.
 *
 * <p>Not here: registries (copy an image into a layout by another tool meanwhile), running
 * containers.
 */
public interface ImageStore extends AutoCloseable {
  /**
   * Opens the store in a directory by the storage that made it, which must be on the class or
   * module path.
   *
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if the directory is no store, or its storage is not there
   */
  static ImageStore open(Path root) {
    return ServiceLoader.load(ImageStoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.recognises(root))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedStorageException(
                    root
                        + " is no store of a storage that is on the class or module path; to make a"
                        + " new store, open it by its storage, such as VfsImageStore.open"))
        .open(root, StoreOptions.defaults());
  }

  /** Returns all images, to be listed. */
  Images images();

  /**
   * Returns the image of this name or ID.
   *
   * @throws ImageNotFoundException if there is none, or an ID's beginning is not unique
   * @throws InvalidReferenceException if the text can be neither
   */
  Image image(String nameOrId);

  /**
   * Returns the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Image image(Reference reference);

  /**
   * Returns the image of this name or ID, if there is one.
   *
   * @throws InvalidReferenceException if the text can be neither
   */
  Optional<Image> findImage(String nameOrId);

  /** Returns the image that exactly this refers to, if there is one. */
  Optional<Image> findImage(Reference reference);

  /**
   * Returns what {@code docker inspect} says of an image.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Inspection inspect(String nameOrId);

  /**
   * Returns what {@code docker inspect} says of the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Inspection inspect(Reference reference);

  /**
   * Loads the images of an archive or layout: what {@code docker save} writes, old and new, and an
   * OCI image layout as a directory or a tar; an archive may be compressed as a whole.
   *
   * <p>All that is new is verified: every digest, size and DiffID. A layer that the store has is
   * not read again. Either all images and tags of the archive appear or none, with one exception
   * that is the engine's: a parent that is not one ({@code … is not a valid parent for …}) is
   * reported after the images are in.
   *
   * <p>A tag that another image has moves, which is reported as {@link ProgressEvent.TagMoved}. An
   * image of an OCI layout is named by its {@code io.containerd.image.name}; else by its {@code
   * org.opencontainers.image.ref.name}, which if it is a mere tag belongs to a repository named
   * like the directory or file.
   *
   * @param options a {@link Progress} to report to; a {@link Platform} to choose where an index has
   *     several, by default Linux on this host's architecture
   * @return the images, in the archive's order
   * @throws InvalidArchiveException if the archive is damaged, ambiguous or unsafe
   * @throws OperationCancelledException if the listener answered STOP
   */
  @CanIgnoreReturnValue
  List<Image> load(Path archive, LoadOption... options);

  /**
   * Loads the images of an archive as it comes, in a single pass; see {@link #load(Path,
   * LoadOption...)}. An image whose name is a mere tag stays without a name.
   *
   * @param archive read to its end, not closed
   * @return the images, in the archive's order
   * @throws InvalidArchiveException if the archive is damaged, ambiguous or unsafe
   * @throws OperationCancelledException if the listener answered STOP
   */
  @CanIgnoreReturnValue
  List<Image> load(InputStream archive, LoadOption... options);

  /**
   * Begins to mount an image.
   *
   * @throws ImageNotFoundException if there is none
   * @throws InvalidReferenceException if the text can be neither name nor ID
   */
  Mounting mount(String nameOrId);

  /**
   * Begins to mount the image that exactly this refers to.
   *
   * @throws ImageNotFoundException if there is none
   */
  Mounting mount(Reference reference);

  /** Returns what the store is and has. */
  StoreInfo info();

  /** Closes the store and its mounts. Closing once more does nothing. */
  @Override
  void close();
}
