package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.HistoryEntry;
import dev.lamina.HistoryStep;
import dev.lamina.ImageId;
import dev.lamina.Reference;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The steps that made an image, as the engine tells them: what its configuration says, with the
 * sizes of its layers, and with the images of its chain of parents as far as they are there. Each
 * step is taken to have made the next image of the chain.
 */
public final class History {
  private History() {}

  /**
   * Returns the steps, newest first.
   *
   * @param entries what the image's configuration says, oldest first
   */
  public static List<HistoryStep> of(
      StoreState state, ImageRecord image, List<HistoryEntry> entries) {
    List<Long> sizes = sizes(state, image, entries);
    List<HistoryStep> steps = new ArrayList<>();
    Optional<ImageRecord> made = Optional.of(image);
    for (int i = entries.size() - 1; i >= 0; i--) {
      steps.add(step(state, made, entries.get(i), sizes.get(i)));
      made = made.flatMap(ImageRecord::parent).flatMap(state::image);
    }
    return List.copyOf(steps);
  }

  private static List<Long> sizes(StoreState state, ImageRecord image, List<HistoryEntry> entries) {
    List<Long> sizes = new ArrayList<>(Collections.nCopies(entries.size(), 0L));
    int layer = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).emptyLayer() && layer < image.diffIds().size()) {
        sizes.set(i, size(state, image.diffIds().get(layer++)));
      }
    }
    return sizes;
  }

  private static long size(StoreState state, Digest layer) {
    return state.layer(layer).map(LayerRecord::size).orElse(0L);
  }

  private static HistoryStep step(
      StoreState state, Optional<ImageRecord> made, HistoryEntry entry, long size) {
    return new HistoryStep(
        made.map(image -> new ImageId(image.id())),
        made.map(image -> tags(state, image)).orElse(List.of()),
        entry.created(),
        entry.createdBy(),
        entry.comment(),
        size);
  }

  private static List<Tag> tags(StoreState state, ImageRecord image) {
    return state
        .referencesTo(image.id())
        .filter(FamiliarText::isTag)
        .map(text -> (Tag) Reference.parse(text))
        .toList();
  }
}
