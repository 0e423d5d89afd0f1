package dev.lamina;

import java.nio.file.Path;

/**
 * An image's files as a tree. Safe for use by several threads.
 *
 * <p>Closing a mount, or its store, closes every stream and channel opened below it; paths below it
 * then answer with {@link java.nio.file.ClosedFileSystemException}. The layers of a mounted image
 * stay readable until then, also when the image is removed meanwhile.
 */
public interface Mount extends AutoCloseable {
  /** Returns the root of the tree. */
  Path root();

  /**
   * Returns the image that is mounted, or that the container was made from.
   *
   * @throws ImageNotFoundException if it is a container's, of which the image was removed
   */
  Image image();

  /** Begins to write all files of the tree somewhere else. */
  Exporting export();

  /**
   * Writes an OCI runtime bundle's {@code config.json} for the tree, so that a runtime such as crun
   * starts in it what the image, or the container, says. The tree must be a directory of the host.
   *
   * <p>It is what {@code docker run --network none} would start: with the same environment, user,
   * capabilities, devices and mounts, in namespaces of its own. Nothing is mounted at the image's
   * volumes, and there is no seccomp or AppArmor profile. A runtime makes the places where it
   * mounts; a tree that cannot be changed must have {@code /proc}, {@code /sys} and {@code /dev}. A
   * name of a user is looked up in the tree as it is now.
   *
   * @param directory where to write it; made if it is missing, for its owner only
   * @throws UnsupportedStorageException if a runtime cannot see the tree
   * @throws ImageNotFoundException if it is an image's, which was removed meanwhile
   * @throws ImageStoreException if there is neither a command nor an entry point, or no such user,
   *     in which case the message is the engine's; or if the file is there already, or cannot be
   *     written
   */
  void writeRuntimeConfig(Path directory);

  /**
   * Takes the tree away. Closing once more does nothing.
   *
   * @throws MountInUseException if a process uses the tree: it is still there, and can be closed
   *     later; only storages that mount by the operating system
   * @throws ImageStoreException if the storage cannot
   */
  @Override
  void close();

  /**
   * Takes the tree away from where it is, even if it is in use: who has files of it open can go on.
   * Detaching a closed mount does nothing.
   *
   * @throws ImageStoreException if the storage cannot
   */
  void detach();
}
