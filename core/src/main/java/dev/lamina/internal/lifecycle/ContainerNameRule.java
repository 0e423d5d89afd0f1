package dev.lamina.internal.lifecycle;

import dev.lamina.InvalidContainerNameException;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names a container can have: those that engines allow, and that no other container has. */
public final class ContainerNameRule {
  private static final String CHARACTERS = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
  private static final Pattern NAME = Pattern.compile(CHARACTERS + "+");

  private ContainerNameRule() {}

  /**
   * Returns the name that a text gives a new container.
   *
   * @throws InvalidContainerNameException if it gives none; the message is the engine's
   */
  public static String forNew(StoreState state, String text) {
    return free(state, text, "");
  }

  /**
   * Returns the name that a text gives a container that has one already.
   *
   * @throws InvalidContainerNameException if it gives none; the message is the engine's
   */
  public static String forRenamed(StoreState state, ContainerRecord container, String text) {
    String name = withoutSlash(text);
    if (name.equals(container.name())) {
      throw new InvalidContainerNameException(
          text, "Renaming a container with the same name as its current name");
    }
    return free(state, "/" + name, "Error when allocating new name: ");
  }

  private static String free(StoreState state, String text, String context) {
    String name = withoutSlash(text);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidContainerNameException(
          text,
          context + "Invalid container name (" + text + "), only " + CHARACTERS + " are allowed");
    }
    Optional<ContainerRecord> holder = state.containerNamed(name);
    if (holder.isPresent()) {
      throw new InvalidContainerNameException(text, context + conflict(name, holder.get().id()));
    }
    return name;
  }

  private static String conflict(String name, String holder) {
    return "Conflict. The container name \"/"
        + name
        + "\" is already in use by container \""
        + holder
        + "\". You have to remove (or rename) that container to be able to reuse that name.";
  }

  /** Returns a name without the slash that engines put before it. */
  static String withoutSlash(String text) {
    return text.startsWith("/") ? text.substring(1) : text;
  }
}
