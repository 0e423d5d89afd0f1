package dev.lamina.internal.lifecycle;

import dev.lamina.ContainerId;
import dev.lamina.ContainerStatus;
import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.ImageInUseException;
import dev.lamina.ImageInUseException.Holder;
import dev.lamina.ImageInUseException.Kind;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What stands against removing an image: looked for in the engine's order, said in its words. */
final class Conflicts {
  /** What even force does not overcome. */
  static final List<Kind> HARD = List.of(Kind.CHILD_IMAGES, Kind.RUNNING_CONTAINER);

  /** What stands against removing an image with its one name. */
  static final List<Kind> WITH_NAME =
      List.of(Kind.CHILD_IMAGES, Kind.RUNNING_CONTAINER, Kind.STOPPED_CONTAINER);

  /** What stands against removing an image that is to have no name. */
  static final List<Kind> ALL =
      List.of(
          Kind.CHILD_IMAGES,
          Kind.RUNNING_CONTAINER,
          Kind.SEVERAL_REFERENCES,
          Kind.STOPPED_CONTAINER);

  private Conflicts() {}

  /** Returns the first of some kinds of conflict that there is. */
  static Optional<Kind> find(StoreState state, Digest image, List<Kind> kinds) {
    return kinds.stream().filter(kind -> stands(state, image, kind)).findFirst();
  }

  private static final Comparator<ContainerRecord> OLDEST =
      Comparator.comparing(ContainerRecord::created).thenComparing(ContainerRecord::id);

  private static boolean stands(StoreState state, Digest image, Kind kind) {
    return switch (kind) {
      case CHILD_IMAGES -> state.hasChildren(image);
      case SEVERAL_REFERENCES -> state.isReferenced(image);
      case RUNNING_CONTAINER, STOPPED_CONTAINER, LAST_REFERENCE ->
          state.hasContainers(image) && container(state, image, kind).isPresent();
    };
  }

  /** Of several containers the engine names any; here it is the oldest. */
  private static Optional<ContainerRecord> container(StoreState state, Digest image, Kind kind) {
    Predicate<ContainerRecord> running = ContainerRecord::isRunning;
    Predicate<ContainerRecord> wanted =
        switch (kind) {
          case RUNNING_CONTAINER -> running;
          case STOPPED_CONTAINER -> running.negate();
          default -> container -> true;
        };
    return state.containersOf(image).filter(wanted).min(OLDEST);
  }

  /** Returns the refusal to remove what was typed as this, for a conflict that there is. */
  static ImageInUseException refusal(StoreState state, Digest image, Kind kind, String typed) {
    String message = "conflict: unable to " + message(state, image, kind, typed);
    return new ImageInUseException(new ImageId(image), kind, holders(state, image), message);
  }

  private static String message(StoreState state, Digest image, Kind kind, String typed) {
    String id = image.shortHex();
    String container =
        container(state, image, kind).map(found -> found.id().substring(0, 12)).orElse("");
    return switch (kind) {
      case CHILD_IMAGES ->
          "delete %s (cannot be forced) - image has dependent child images".formatted(id);
      case RUNNING_CONTAINER ->
          "delete %s (cannot be forced) - image is being used by running container %s"
              .formatted(id, container);
      case SEVERAL_REFERENCES ->
          "delete %s (must be forced) - image is referenced in multiple repositories".formatted(id);
      case STOPPED_CONTAINER ->
          "delete %s (must be forced) - image is being used by stopped container %s"
              .formatted(id, container);
      case LAST_REFERENCE ->
          ("remove repository reference \"%s\" (must force) - "
                  + "container %s is using its referenced image %s")
              .formatted(typed, container, id);
    };
  }

  private static List<Holder> holders(StoreState state, Digest image) {
    Stream<Holder> children =
        state.children(image).map(child -> new Holder.Child(new ImageId(child.id())));
    Stream<Holder> containers = state.containersOf(image).map(Conflicts::used);
    Stream<Holder> names = Names.of(state, image).stream().map(Holder.Named::new);
    return Stream.of(children, containers, names).flatMap(holders -> holders).toList();
  }

  private static Holder used(ContainerRecord container) {
    return new Holder.Used(
        new ContainerId(container.id()),
        container.name(),
        ContainerStatus.valueOf(container.status().toUpperCase(Locale.ROOT)));
  }
}
