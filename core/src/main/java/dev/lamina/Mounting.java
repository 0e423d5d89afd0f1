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
   * Mounts the image so that nothing can be changed.
   *
   * @return the mount; the caller closes it
   * @throws CorruptStoreException if a layer is damaged or missing
   * @throws ImageNotFoundException if the image has been removed since it was named
   */
  Mount readOnly();
}
