package dev.lamina.internal.oci;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Consumer;

/**
 * One step that changes how containers of an image run, and the words that the history has for it:
 * those of BuildKit, which are a Dockerfile's. Values are taken as they are; only an instruction is
 * expanded.
 */
public final class ConfigStep {
  private final String text;
  private final Consumer<RunConfigDraft> change;

  private ConfigStep(String text, Consumer<RunConfigDraft> change) {
    this.text = text;
    this.change = change;
  }

  /** Sets the entry point, for which a command of the base makes no sense; none if it is empty. */
  public static ConfigStep entrypoint(List<String> command) {
    return new ConfigStep(
        "ENTRYPOINT " + quoted(command),
        draft -> draft.setEntrypoint(command.isEmpty() ? null : command));
  }

  /** Sets the command. */
  public static ConfigStep cmd(List<String> command) {
    return new ConfigStep(
        "CMD " + quoted(command), draft -> draft.setCmd(command, !command.isEmpty()));
  }

  private static String quoted(List<String> words) {
    return words.stream().map(GoText::quote).collect(joining(" ", "[", "]"));
  }

  /**
   * Sets a variable.
   *
   * @throws IllegalArgumentException if its name is empty, or has an equals sign
   */
  public static ConfigStep env(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("invalid name of a variable: \"" + name + "\"");
    }
    return new ConfigStep("ENV " + name + "=" + value, draft -> draft.putEnv(name, value));
  }

  /**
   * Sets a label.
   *
   * @throws IllegalArgumentException if its name is empty
   */
  public static ConfigStep label(String name, String value) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("LABEL names can not be blank");
    }
    return new ConfigStep("LABEL " + name + "=" + value, draft -> draft.putLabel(name, value));
  }

  /** Sets the user. */
  public static ConfigStep user(String user) {
    return new ConfigStep("USER " + user, draft -> draft.setUser(user));
  }

  /**
   * Sets the working directory; a relative one is below that of before.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static ConfigStep workingDirectory(String path) {
    String unused = WorkingDir.resolve("", path);
    return new ConfigStep("WORKDIR " + path, draft -> draft.setWorkingDir(path));
  }

  /**
   * Adds a port, or a range of ports.
   *
   * @throws IllegalArgumentException if it is none; the message is the engine's
   */
  public static ConfigStep expose(String port) {
    List<String> ports = ExposedPorts.parse(port);
    return new ConfigStep(
        "EXPOSE [" + String.join(" ", ports) + "]", draft -> draft.addExposedPorts(ports));
  }

  /**
   * Adds a volume.
   *
   * @throws IllegalArgumentException if the path is empty; the message is the engine's
   */
  public static ConfigStep volume(String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("VOLUME specified can not be an empty string");
    }
    return new ConfigStep("VOLUME [" + path + "]", draft -> draft.addVolumes(List.of(path)));
  }

  /** Does what an instruction says, which is understood when the step is made. */
  public static ConfigStep instruction(String text) {
    return new ConfigStep(
        GoText.strip(text),
        draft -> ConfigInstructions.changes(text).forEach(change -> change.accept(draft)));
  }

  /**
   * Returns a config after some steps.
   *
   * @throws IllegalArgumentException if an instruction is not to be understood, or not of those
   *     that change a config; the message is the engine's
   */
  public static RunConfigDocument apply(RunConfigDocument config, List<ConfigStep> steps) {
    RunConfigDraft draft = new RunConfigDraft(config);
    steps.forEach(step -> step.change.accept(draft));
    return draft.toDocument();
  }

  /** Returns what the history says of the step. */
  public String text() {
    return text;
  }
}
