package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.DigestReference;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.StaleStateException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.TagChange;
import dev.lamina.Tagging;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.oci.ConfigDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives images names, and takes them away. */
final class Tags {
  private final Parts parts;

  Tags(Parts parts) {
    this.parts = parts;
  }

  Tagging tag(ImageRecord image) {
    return new ImageTagging(image.id(), holder -> Optional.empty());
  }

  Image untag(String name) {
    Reference reference = Reference.parse(name);
    if (!(reference instanceof Tag || reference instanceof DigestReference)) {
      throw new InvalidReferenceException(name, name + " is an ID and no name: remove the image");
    }
    Untagged done = parts.catalog().decide(state -> untag(state, reference));
    return parts.reader().image(done.state(), done.image());
  }

  /** An image that lost a name, in the state after that. */
  private record Untagged(StoreState state, ImageRecord image) {}

  private Decision<Untagged> untag(StoreState state, Reference reference) {
    ImageRecord image =
        state
            .target(reference.canonical())
            .flatMap(state::image)
            .orElseThrow(() -> new ImageNotFoundException(reference.toString()));
    // While it cannot be deleted: others may remove the image as soon as the name is gone.
    ConfigDocument unused = parts.reader().config(image.id());
    EventDraft events = new EventDraft(state, parts.clock(), Action.UNTAG);
    events.reference(Action.UNTAG, image, reference);
    Transaction transaction =
        transaction(Stream.of(new Change.RemoveReference(reference.canonical())), events);
    return new Decision<>(transaction, new Untagged(state.apply(transaction), image));
  }

  private static Transaction transaction(Stream<Change> changes, EventDraft events) {
    return new Transaction(Stream.concat(changes, events.changes().stream()).toList());
  }

  /** What is required of the image that has a name so far; answers with why it is not so. */
  @FunctionalInterface
  private interface Requirement {
    Optional<String> problem(Optional<Digest> holder);
  }

  private final class ImageTagging implements Tagging {
    private final Digest image;
    private final Requirement requirement;

    ImageTagging(Digest image, Requirement requirement) {
      this.image = image;
      this.requirement = requirement;
    }

    @Override
    public Tagging ifPointsTo(ImageId wanted) {
      return new ImageTagging(
          image,
          holder ->
              holder.filter(wanted.digest()::equals).isPresent()
                  ? Optional.empty()
                  : Optional.of(
                      "points to "
                          + holder.map(Digest::toString).orElse("nothing")
                          + ", not to "
                          + wanted));
    }

    @Override
    public Tagging ifAbsent() {
      return new ImageTagging(image, holder -> holder.map(id -> "points to " + id + " already"));
    }

    @Override
    public List<TagChange> with(String... tags) {
      return with(Stream.of(tags).map(Tag::parse).toList());
    }

    @Override
    public List<TagChange> with(List<Tag> tags) {
      List<Tag> distinct = tags.stream().distinct().toList();
      if (distinct.isEmpty()) {
        throw new IllegalArgumentException("no name to give");
      }
      return parts.catalog().decide(state -> decide(state, distinct));
    }

    private Decision<List<TagChange>> decide(StoreState state, List<Tag> tags) {
      ImageRecord record =
          state.image(image).orElseThrow(() -> new ImageNotFoundException(image.toString()));
      List<Change> changes = new ArrayList<>();
      List<TagChange> answer = new ArrayList<>();
      EventDraft events = new EventDraft(state, parts.clock(), Action.TAG);
      changes.add(
          new Change.PutImage(record.toBuilder().lastTagged(parts.clock().instant()).build()));
      for (Tag tag : tags) {
        Optional<Digest> holder = state.target(tag.canonical());
        requirement
            .problem(holder)
            .ifPresent(
                problem -> {
                  throw new StaleStateException("tag " + tag + " " + problem);
                });
        events.tagged(state, record, tag);
        changes.add(new Change.PutReference(tag.canonical(), image));
        answer.add(new TagChange(tag, new ImageId(image), holder.map(ImageId::new)));
      }
      return new Decision<>(transaction(changes.stream(), events), List.copyOf(answer));
    }
  }
}
