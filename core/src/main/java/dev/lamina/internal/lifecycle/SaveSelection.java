package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Reference;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.ReferenceRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which images a save means, and under which of their tags, as the engine takes it: what it says of
 * a missing one differs from elsewhere.
 */
public final class SaveSelection {
  private final StoreState state;
  private final Map<Digest, Set<Tag>> tags = new LinkedHashMap<>();

  private SaveSelection(StoreState state) {
    this.state = state;
  }

  /**
   * An image to save.
   *
   * @param image the image
   * @param tags the tags to save with it, perhaps none
   */
  public record Selected(ImageRecord image, List<Tag> tags) {}

  /**
   * Returns the images in the order in which they were first named.
   *
   * @throws ImageNotFoundException if one is not there; the message is the engine's
   * @throws dev.lamina.InvalidReferenceException if a text can be neither name nor ID
   */
  public static List<Selected> of(StoreState state, List<String> namesOrIds) {
    SaveSelection selection = new SaveSelection(state);
    namesOrIds.forEach(selection::add);
    return selection.tags.entrySet().stream()
        .flatMap(
            entry ->
                state
                    .image(entry.getKey())
                    .map(image -> new Selected(image, List.copyOf(entry.getValue())))
                    .stream())
        .toList();
  }

  private void add(String text) {
    Reference reference = Reference.parse(text);
    if (reference instanceof ImageId id) {
      add(state.image(id.digest()).orElseThrow(() -> notFound(text)).id(), Optional.empty());
    } else if (text.startsWith("sha256:")) {
      add(search(text), Optional.empty());
    } else if (reference instanceof Tag tag && !hasTag(text, tag)) {
      addRepository(text, tag);
    } else {
      Digest id =
          state
              .target(reference.canonical())
              .orElseThrow(() -> new ImageNotFoundException(text, "reference does not exist"));
      add(id, reference instanceof Tag tag ? Optional.of(tag) : Optional.empty());
    }
  }

  private static boolean hasTag(String text, Tag tag) {
    return text.endsWith(":" + tag.tag());
  }

  /** A name alone stands for all tags of the repository; if it has none, for an ID's beginning. */
  private void addRepository(String text, Tag tag) {
    String name = tag.repository().canonicalName();
    List<ReferenceRecord> references =
        Stream.concat(
                state.referencesWithPrefix(name + ":"), state.referencesWithPrefix(name + "@"))
            .toList();
    if (references.isEmpty()) {
      add(search(text), Optional.empty());
    }
    for (ReferenceRecord found : references) {
      Reference reference = Reference.parse(found.reference());
      add(found.image(), reference instanceof Tag t ? Optional.of(t) : Optional.empty());
    }
  }

  private void add(Digest image, Optional<Tag> tag) {
    Set<Tag> known = tags.computeIfAbsent(image, id -> new LinkedHashSet<>());
    tag.ifPresent(known::add);
  }

  private Digest search(String text) {
    Iterator<ImageRecord> found = ReferenceResolver.withPrefix(state, text).iterator();
    if (!found.hasNext()) {
      throw notFound(text);
    }
    Digest only = found.next().id();
    if (found.hasNext()) {
      throw new ImageNotFoundException(text, "ambiguous digest string");
    }
    return only;
  }

  private static ImageNotFoundException notFound(String text) {
    return new ImageNotFoundException(text);
  }
}
