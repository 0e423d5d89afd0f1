package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Layer;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    List<ImageRecord> images = Listing.withoutIntermediate(state);
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
    Map<Digest, ImageRecord> gone = new LinkedHashMap<>();
    for (Digest id : images) {
      state.image(id).ifPresent(image -> gone.put(id, image));
    }
    withParents(state, gone);
    Map<Digest, Long> freed = new HashMap<>();
    Set<Digest> diffIds = new HashSet<>();
    for (ImageRecord image : gone.values()) {
      freed.putAll(stack(state, image.diffIds()));
      diffIds.addAll(image.diffIds());
    }
    diffIds.stream()
        .flatMap(diffId -> stacksWith(state, diffId, gone.keySet()))
        .distinct()
        .forEach(stack -> freed.keySet().removeAll(Set.copyOf(Layer.chainIds(stack))));
    return sum(freed.values());
  }

  private static void withParents(StoreState state, Map<Digest, ImageRecord> gone) {
    List<ImageRecord> children = new ArrayList<>(gone.values());
    while (!children.isEmpty()) {
      ImageRecord child = children.remove(children.size() - 1);
      Optional<ImageRecord> parent = child.parent().flatMap(state::image);
      if (parent.isPresent()
          && !gone.containsKey(parent.get().id())
          && isOnlyFor(state, parent.get().id(), gone.keySet())) {
        gone.put(parent.get().id(), parent.get());
        children.add(parent.get());
      }
    }
  }

  private static boolean isOnlyFor(StoreState state, Digest image, Set<Digest> gone) {
    return state.referencesTo(image).findAny().isEmpty()
        && state.containersOf(image).findAny().isEmpty()
        && state.children(image).allMatch(child -> gone.contains(child.id()));
  }

  /** Returns the stacks with a layer that would still be there. */
  private static Stream<List<Digest>> stacksWith(
      StoreState state, Digest diffId, Set<Digest> gone) {
    return Stream.concat(
        state
            .imagesWithLayer(diffId)
            .filter(image -> !gone.contains(image.id()))
            .flatMap(DiskUsageCalculator::stacks),
        state.containersWithLayer(diffId).map(ContainerRecord::diffIds));
  }

  private static Stream<List<Digest>> stacks(ImageRecord image) {
    return Stream.concat(
        Stream.of(image.diffIds()), image.variants().stream().map(variant -> variant.diffIds()));
  }
}
