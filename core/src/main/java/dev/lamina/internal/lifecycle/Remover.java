package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.ImageInUseException.Kind;
import dev.lamina.Reference;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Removes by name or by ID as engines do: a conflict is either returned, and then nothing was
 * changed, or it silently ends what follows from taking a name away.
 */
final class Remover {
  private final Unlinking work;
  private final boolean force;
  private final Predicate<ImageRecord> mayPrune;

  /** Makes a remover that takes only such parents along. */
  Remover(Unlinking work, boolean force, Predicate<ImageRecord> mayPrune) {
    this.work = work;
    this.force = force;
    this.mayPrune = mayPrune;
  }

  private StoreState state() {
    return work.state();
  }

  /** Removes an image with all its names; returns what stands against it. */
  Optional<Kind> byId(ImageRecord image) {
    List<Reference> names = Names.of(state(), image.id());
    List<Kind> softer = Names.areSingle(names) ? Conflicts.WITH_NAME : Conflicts.ALL;
    Optional<Kind> conflict = Conflicts.find(state(), image.id(), force ? Conflicts.HARD : softer);
    if (conflict.isEmpty()) {
      names.forEach(name -> work.untag(image, name));
      deleteUnneeded(image);
    }
    return conflict;
  }

  /** Takes a name from its image, and removes that with the last one; returns what is against. */
  Optional<Kind> byName(ImageRecord image, Reference name) {
    if (!force
        && state().hasContainers(image.id())
        && Names.areSingle(Names.of(state(), image.id()))) {
      return Optional.of(Kind.LAST_REFERENCE);
    }
    work.untag(image, name);
    if (name instanceof Tag tag) {
      untagDigestsWithoutTag(image.id(), tag);
    }
    if (!state().isReferenced(image.id())) {
      deleteUnneeded(image);
    }
    return Optional.empty();
  }

  /** The digests of a repository go with the last tag there. */
  private void untagDigestsWithoutTag(Digest image, Tag removed) {
    List<String> siblings =
        state()
            .referencesTo(image)
            .filter(NameConditions.inRepository(removed.repository()))
            .toList();
    if (siblings.stream().noneMatch(FamiliarText::isTag)) {
      siblings.stream().map(Reference::parse).forEach(work::untagSilently);
    }
  }

  /** Removes an image and then its parents, up to the first that something needs. */
  private void deleteUnneeded(ImageRecord first) {
    List<Kind> heeded = force ? Conflicts.HARD : Conflicts.ALL;
    Optional<ImageRecord> next = Optional.of(first);
    while (next.isPresent() && Conflicts.find(state(), next.get().id(), heeded).isEmpty()) {
      work.delete(next.get());
      next = next.get().parent().flatMap(state()::image).filter(mayPrune);
      heeded = Conflicts.ALL;
    }
  }
}
