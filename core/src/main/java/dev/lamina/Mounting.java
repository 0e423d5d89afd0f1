package dev.lamina;

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
}
