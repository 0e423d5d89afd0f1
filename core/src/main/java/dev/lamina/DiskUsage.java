package dev.lamina;

import java.util.List;

/**
 * What images and containers take: {@code docker system df -v}, and what engines do not tell. Sizes
 * are bytes in the files of layers, as engines count them, unless said otherwise.
 *
 * @param images each image that {@code docker images} lists, in its order
 * @param containers each container, newest first
 * @param layersBytes the sum of all layers of listed images, each once
 * @param reclaimableBytes what engines call reclaimable of that
 * @param storedBytes what the store's files take on the medium
 * @param unaccountedBytes what of these belongs to no image, container or operation
 */
public record DiskUsage(
    List<ImageUsage> images,
    List<ContainerUsage> containers,
    long layersBytes,
    long reclaimableBytes,
    long storedBytes,
    long unaccountedBytes) {
  /** Copies the lists. */
  public DiskUsage {
    images = List.copyOf(images);
    containers = List.copyOf(containers);
  }

  /**
   * What one image takes.
   *
   * @param image the image
   * @param sharedBytes the layers that other images have as well
   * @param uniqueBytes the layers that no other image has
   * @param containers how many containers were made from it
   */
  public record ImageUsage(Image image, long sharedBytes, long uniqueBytes, int containers) {}

  /**
   * What one container takes.
   *
   * @param container the container
   * @param writtenBytes what its own layer has
   */
  public record ContainerUsage(Container container, long writtenBytes) {}
}
