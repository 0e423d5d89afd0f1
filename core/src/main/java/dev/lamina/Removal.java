package dev.lamina;

import java.util.List;

/**
 * What a removal did.
 *
 * @param steps the steps, in the engine's order
 */
public record Removal(List<RemovalStep> steps) {
  /** Copies the list. */
  public Removal {
    steps = List.copyOf(steps);
  }

  /** Returns the names that were taken away. */
  public List<Reference> untagged() {
    return steps.stream()
        .flatMap(
            step ->
                step instanceof RemovalStep.Untagged untagged
                    ? java.util.stream.Stream.of(untagged.reference())
                    : java.util.stream.Stream.empty())
        .toList();
  }

  /** Returns the images that were removed. */
  public List<ImageId> deleted() {
    return steps.stream()
        .flatMap(
            step ->
                step instanceof RemovalStep.Deleted deleted
                    ? java.util.stream.Stream.of(deleted.image())
                    : java.util.stream.Stream.empty())
        .toList();
  }

  /** Returns the bytes in the files of the layers that were released, as engines count them. */
  public long freedBytes() {
    return steps.stream()
        .mapToLong(step -> step instanceof RemovalStep.Released layer ? layer.size() : 0)
        .sum();
  }
}
