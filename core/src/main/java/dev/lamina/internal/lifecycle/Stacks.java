package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.VariantRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which stacks of layers images and containers have, and whether one begins in a given way. */
final class Stacks {
  private Stacks() {}

  /** Returns an image's stack, and those of its variants. */
  static Stream<List<Digest>> of(ImageRecord image) {
    return Stream.concat(
        Stream.of(image.diffIds()), image.variants().stream().map(VariantRecord::diffIds));
  }

  /** Returns whether the stack of any image or container begins with these layers. */
  static boolean isHeld(StoreState state, List<Digest> layers) {
    Predicate<List<Digest>> begins = stack -> beginsWith(stack, layers);
    Predicate<ImageRecord> byImage = image -> of(image).anyMatch(begins);
    Predicate<ContainerRecord> byContainer = container -> begins.test(container.diffIds());
    return anyHolds(layers, state::imagesWithLayer, byImage)
        || anyHolds(layers, state::containersWithLayer, byContainer);
  }

  private static boolean beginsWith(List<Digest> stack, List<Digest> layers) {
    return stack.size() >= layers.size() && stack.subList(0, layers.size()).equals(layers);
  }

  /**
   * Whoever holds the stack holds each layer of it, so it is enough to look at the holders of any
   * one. Which layer has the fewest is not known: all are looked at in turn, the top one first,
   * until one has no more. That is soon, be it the base or the top that everybody has.
   */
  private static <T> boolean anyHolds(
      List<Digest> layers, Function<Digest, Stream<T>> holders, Predicate<T> holds) {
    List<Iterator<T>> opened = new ArrayList<>();
    for (int next = layers.size() - 1; ; next--) {
      if (next >= 0) {
        opened.add(holders.apply(layers.get(next)).iterator());
      }
      for (Iterator<T> iterator : opened) {
        if (!iterator.hasNext()) {
          return false;
        }
        if (holds.test(iterator.next())) {
          return true;
        }
      }
    }
  }
}
