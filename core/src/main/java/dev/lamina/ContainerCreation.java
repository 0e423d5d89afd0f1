package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;

/**
 * How a container is to be: {@code store.create("app:1").command("serve").named("web")}. Immutable;
 * each step returns another one. What is not said is as the image says.
 */
public interface ContainerCreation {
  /** Sets the command, or the arguments of the entry point. */
  ContainerCreation command(List<String> command);

  /** Sets the command, or the arguments of the entry point. */
  default ContainerCreation command(String... command) {
    return command(List.of(command));
  }

  /**
   * Sets the entry point; the image's command is not used then. An empty one means none, with the
   * image's command.
   */
  ContainerCreation entrypoint(List<String> entrypoint);

  /**
   * Adds a variable to the environment, or replaces the image's.
   *
   * @throws IllegalArgumentException if the name is empty or has a {@code =}; the message is the
   *     engine's
   */
  ContainerCreation env(String name, String value);

  /** Adds a label, or replaces the image's. */
  ContainerCreation label(String key, String value);

  /** Sets the user, with a group or without. */
  ContainerCreation user(String user);

  /** Sets the directory to run in. */
  ContainerCreation workingDir(String directory);

  /** Sets the host name, by default the short ID. */
  ContainerCreation hostname(String hostname);

  /**
   * Creates the container.
   *
   * @param name two characters or more of {@code [a-zA-Z0-9_.-]}, the first a letter or digit; a
   *     slash before them is left out
   * @throws InvalidContainerNameException if the name is none, or another container has it; the
   *     message is the engine's
   * @throws ImageNotFoundException if the image is gone
   * @throws ImageStoreException if there is neither a command nor an entry point
   */
  @CanIgnoreReturnValue
  Container named(String name);

  /**
   * Creates the container under a name made up of two words, as engines do.
   *
   * @throws ImageNotFoundException if the image is gone
   * @throws ImageStoreException if there is neither a command nor an entry point
   */
  @CanIgnoreReturnValue
  Container unnamed();
}
