package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the layers of images take, as the engine counts: a layer is the top of a stack, so that one
 * on top of others is another one than the same alone; intermediate images do not count.
 */
public final class DiskUsageCalculator {
  private DiskUsageCalculator() {}

  /**
   * What one image takes.
   *
   * @param image the image
   * @param sharedBytes its layers that other listed images have as well
   * @param uniqueBytes its other layers
   * @param containers how many containers were made from it
   */
  public record Usage(ImageRecord image, long sharedBytes, long uniqueBytes, int containers) {}

  /**
   * What all images take.
   *
   * @param images the listed images, in the order of the list
   * @param layersBytes their layers, each once
   * @param reclaimableBytes what the engine calls reclaimable of that: all but the layers that an
   *     image with containers has alone
   */
  public record Total(List<Usage> images, long layersBytes, long reclaimableBytes) {}

  /** Returns what the images of a state take. */
  public static Total total(StoreState state) {
    List<ImageRecord> images =
        Listing.list(state, List.of(), false, Instant.EPOCH).map(ListedImage::image).toList();
    StackTree stacks = new StackTree(state);
    images.forEach(image -> stacks.add(image.diffIds()));
    List<Usage> usages = images.stream().map(image -> usage(state, image, stacks)).toList();
    long layers = stacks.bytes();
    long held = usages.stream().filter(u -> u.containers() > 0).mapToLong(Usage::uniqueBytes).sum();
    return new Total(usages, layers, layers - held);
  }

  private static Usage usage(StoreState state, ImageRecord image, StackTree stacks) {
    long shared = stacks.sharedBytes(image.diffIds());
    long unique = stacks.bytes(image.diffIds()) - shared;
    return new Usage(image, shared, unique, (int) state.containersOf(image.id()).count());
  }

  /**
   * Returns the bytes in the files of layers that would go if all of these images did, with what
   * they were made from, as far as nothing else has a name for it, was made from it or uses it.
   */
  public static long freedBy(StoreState state, Collection<Digest> images) {
    Unlinking work = new Unlinking(state);
    List<ImageRecord> gone =
        images.stream().distinct().flatMap(id -> state.image(id).stream()).toList();
    for (ImageRecord image : gone) {
      Names.of(work.state(), image.id()).forEach(work::untagSilently);
      work.delete(image);
    }
    gone.forEach(image -> deleteParents(work, image));
    return work.released();
  }

  private static void deleteParents(Unlinking work, ImageRecord image) {
    Optional<ImageRecord> parent = image.parent().flatMap(work.state()::image);
    while (parent.isPresent()
        && Conflicts.find(work.state(), parent.get().id(), Conflicts.ALL).isEmpty()) {
      work.delete(parent.get());
      parent = parent.get().parent().flatMap(work.state()::image);
    }
  }
}
