package dev.lamina;

import java.nio.file.Path;

/** How to mount an image: {@code store.mount("alpine").readOnly()}. Immutable. */
public interface Mounting {
  /**
   * Chooses another platform of the image's index than the one the image is of.
   *
   * @throws ImageNotFoundException at the last word, if the image is not there for the platform
   */
  Mounting platform(Platform platform);

  /**
   * Lets only those files be read and changed that a user may, as the kernel does; else all are, as
   * root may.
   *
   * @param uid the user's number
   * @param gid the number of the user's only group
   * @throws UnsupportedStorageException at the last word, if the storage cannot
   */
  Mounting asUser(long uid, long gid);

  /**
   * Mounts at a directory of the host, which is made if it is missing, in directories for its owner
   * only; else the storage chooses. The directory stays when the mount is closed.
   *
   * @throws UnsupportedStorageException at the last word, if the storage does not mount by the
   *     operating system
   */
  Mounting at(Path directory);

  /**
   * Mounts the image so that nothing can be changed.
   *
   * @return the mount; the caller closes it
   * @throws CorruptStoreException if a layer is damaged or missing
   * @throws ImageNotFoundException if the image has been removed since it was named
   */
  Mount readOnly();

  /**
   * Mounts the image so that its files can be changed. The changes are the mount's: they go when it
   * is closed, and the image stays as it is.
   *
   * @return the mount; the caller closes it
   * @throws CorruptStoreException if a layer is damaged or missing
   * @throws ImageNotFoundException if the image has been removed since it was named
   */
  WritableMount readWrite();

  /**
   * Makes an OCI runtime bundle: mounts the image at {@code rootfs} in a directory, so that its
   * files can be changed, and writes the {@code config.json} that starts what the image's
   * configuration says, as {@link Mount#writeRuntimeConfig} tells. Closing the mount leaves the
   * rest of the bundle; if it cannot be made, nothing of it stays. Unlike a container's, the
   * changes then show the places that the runtime makes to mount there. If the storage shows owners
   * by an {@link IdMap}, the runtime is to make a user namespace of it; the container's root must
   * be able to enter the directories above, as it is those that are made here.
   *
   * @param directory the bundle; made if it is missing
   * @return the mount; the caller closes it
   * @throws UnsupportedStorageException if the storage does not mount by the operating system
   * @throws ImageStoreException if there is a {@code config.json} already, or what the image says
   *     cannot be run
   */
  WritableMount asOciBundle(Path directory);
}
