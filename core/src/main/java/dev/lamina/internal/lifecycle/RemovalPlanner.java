package dev.lamina.internal.lifecycle;

import dev.lamina.ImageId;
import dev.lamina.ImageInUseException;
import dev.lamina.ImageInUseException.Kind;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.RemovalPlan;
import dev.lamina.RemoveOption;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Optional;
import java.util.Set;

/**
 * Plans removals, exactly as the engine does them. The cost is that of what is removed, whatever
 * else there is; only a refusal costs as much as there are holders to tell of.
 */
public final class RemovalPlanner {
  private RemovalPlanner() {}

  /**
   * Returns the plan alone; see {@link #prepare}.
   *
   * @throws ImageNotFoundException if there is no such image
   * @throws InvalidReferenceException if the argument can be neither name nor ID
   */
  public static RemovalPlan plan(
      StoreState state, String argument, Optional<Reference> exact, Set<RemoveOption> options) {
    return prepare(state, argument, exact, options).plan();
  }

  /**
   * Returns the plan to remove something, and what it changes.
   *
   * @param argument what was typed
   * @param exact what is meant, if that is known: then the argument stands in messages only
   * @throws ImageNotFoundException if there is no such image
   * @throws InvalidReferenceException if the argument can be neither name nor ID
   */
  public static PlannedRemoval prepare(
      StoreState state, String argument, Optional<Reference> exact, Set<RemoveOption> options) {
    ImageRecord image = find(state, argument, exact);
    Unlinking work = new Unlinking(state);
    boolean prune = !options.contains(RemoveOption.NO_PRUNE);
    Remover remover = new Remover(work, options.contains(RemoveOption.FORCE), parent -> prune);
    Optional<Kind> conflict =
        isById(argument, exact, image)
            ? remover.byId(image)
            : remover.byName(image, exact.orElseGet(() -> Reference.parse(argument)));
    Optional<ImageInUseException> refusal =
        conflict.map(kind -> Conflicts.refusal(state, image.id(), kind, argument));
    Effect effect = refusal.isPresent() ? Effect.NONE : work.effect();
    return new PlannedRemoval(
        new RemovalPlan(argument, exact, options, effect.steps(), refusal), effect);
  }

  /**
   * Returns what comes of removing a container, whatever its status: it may have been the last to
   * need some layers.
   */
  public static Effect removeContainer(StoreState state, ContainerRecord container) {
    Unlinking work = new Unlinking(state);
    work.delete(container);
    return work.effect();
  }

  private static ImageRecord find(StoreState state, String argument, Optional<Reference> exact) {
    if (exact.isPresent()) {
      return ReferenceResolver.resolve(state, exact.get())
          .orElseThrow(() -> new ImageNotFoundException(exact.get().toString()));
    }
    if (argument.isBlank()) {
      throw new InvalidReferenceException(argument, "image name cannot be blank");
    }
    return ReferenceResolver.resolve(state, argument)
        .orElseThrow(() -> new ImageNotFoundException(Reference.parse(argument).toString()));
  }

  /** Whatever looks like the beginning of the image's ID is one, also if it is a tag's text. */
  private static boolean isById(String argument, Optional<Reference> exact, ImageRecord image) {
    return exact
        .map(reference -> reference instanceof ImageId)
        .orElseGet(
            () ->
                image.id().toString().startsWith(argument)
                    || image.id().hex().startsWith(argument));
  }
}
