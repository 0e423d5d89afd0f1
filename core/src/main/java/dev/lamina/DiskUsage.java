package dev.lamina;

import java.util.List;

/**
 * What images and containers take: {@code docker system df -v}, and what engines do not tell. Sizes
 * are bytes in the files of layers, as engines count them, unless said otherwise. As with engines,
 * a layer is the top of a stack: the same files on top of another layer are another layer.
 *
 * @param images each image that {@code docker images} lists, in its order
 * @param containers each container, newest first
 * @param layersBytes the sum of all layers of listed images, each once
 * @param reclaimableBytes what engines call reclaimable of that: all but the {@code uniqueBytes} of
 *     images with containers; {@link ImageStore#freedBy} tells what can be had
 * @param storedBytes the lengths of all files of the store
 * @param unaccountedBytes what of these belongs to nothing in the catalogue, such as blobs of a
 *     killed operation, and can go. What an operation has not completed is not among them; what it
 *     just completes may be, for a moment
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
   * @param sharedBytes the layers that other listed images have as well
   * @param uniqueBytes its other layers
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
