package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Layer;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Map<Digest, Integer> holders = new HashMap<>();
    Map<Digest, Long> sizes = new HashMap<>();
    for (ImageRecord image : images) {
      stack(state, image.diffIds())
          .forEach(
              (chainId, size) -> {
                holders.merge(chainId, 1, Integer::sum);
                sizes.put(chainId, size);
              });
    }
    List<Usage> usages = images.stream().map(image -> usage(state, image, holders)).toList();
    long layers = sum(sizes.values());
    long held =
        sum(usages.stream().filter(u -> u.containers() > 0).map(Usage::uniqueBytes).toList());
    return new Total(usages, layers, layers - held);
  }

  private static Usage usage(StoreState state, ImageRecord image, Map<Digest, Integer> holders) {
    long shared = 0;
    long unique = 0;
    for (Map.Entry<Digest, Long> layer : stack(state, image.diffIds()).entrySet()) {
      if (holders.getOrDefault(layer.getKey(), 0) > 1) {
        shared += layer.getValue();
      } else {
        unique += layer.getValue();
      }
    }
    return new Usage(image, shared, unique, (int) state.containersOf(image.id()).count());
  }

  /** Returns the chain IDs of a stack, base first, and the sizes of the layers. */
  private static Map<Digest, Long> stack(StoreState state, List<Digest> diffIds) {
    List<Digest> chainIds = Layer.chainIds(diffIds);
    Map<Digest, Long> stack = new LinkedHashMap<>();
    for (int i = 0; i < chainIds.size(); i++) {
      stack.put(chainIds.get(i), state.layer(diffIds.get(i)).map(LayerRecord::size).orElse(0L));
    }
    return stack;
  }

  private static long sum(Collection<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).sum();
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
