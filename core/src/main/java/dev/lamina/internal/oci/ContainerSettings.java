package dev.lamina.internal.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said for one container, to be merged with its image's configuration as engines do: what
 * is empty is as the image says.
 *
 * @param image the image as the user named it
 * @param hostname the host name
 * @param user the user, perhaps with a group
 * @param workingDir the working directory
 * @param env the environment, in the order in which it was given
 * @param labels the labels
 * @param cmd the command, or the arguments of the entry point
 * @param entrypoint the entry point; null for the image's, empty for none
 */
public record ContainerSettings(
    String image,
    String hostname,
    String user,
    String workingDir,
    Map<String, String> env,
    Map<String, String> labels,
    List<String> cmd,
    @Nullable List<String> entrypoint) {

  /** Makes settings with copies of the collections. */
  public ContainerSettings {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    labels = Map.copyOf(labels);
    cmd = List.copyOf(cmd);
    entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
  }

  /** Returns settings that say nothing but the image. */
  public static ContainerSettings of(String image) {
    return new ContainerSettings(image, "", "", "", Map.of(), Map.of(), List.of(), null);
  }

  /** Returns these settings with another host name. */
  public ContainerSettings withHostname(String other) {
    return new ContainerSettings(image, other, user, workingDir, env, labels, cmd, entrypoint);
  }

  /** Returns these settings with another user. */
  public ContainerSettings withUser(String other) {
    return new ContainerSettings(image, hostname, other, workingDir, env, labels, cmd, entrypoint);
  }

  /** Returns these settings with another working directory. */
  public ContainerSettings withWorkingDir(String other) {
    return new ContainerSettings(image, hostname, user, other, env, labels, cmd, entrypoint);
  }

  /** Returns these settings with a variable added or replaced. */
  public ContainerSettings withEnv(String name, String value) {
    Map<String, String> more = with(env, name, value);
    return new ContainerSettings(image, hostname, user, workingDir, more, labels, cmd, entrypoint);
  }

  /** Returns these settings with a label added or replaced. */
  public ContainerSettings withLabel(String key, String value) {
    Map<String, String> more = with(labels, key, value);
    return new ContainerSettings(image, hostname, user, workingDir, env, more, cmd, entrypoint);
  }

  /** Returns these settings with another command. */
  public ContainerSettings withCmd(List<String> other) {
    return new ContainerSettings(image, hostname, user, workingDir, env, labels, other, entrypoint);
  }

  /** Returns these settings with another entry point. */
  public ContainerSettings withEntrypoint(List<String> other) {
    return new ContainerSettings(image, hostname, user, workingDir, env, labels, cmd, other);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  /**
   * Returns how the container runs.
   *
   * @param base how containers of the image run
   * @param defaultHostname the host name if none is set
   */
  public RunConfigDocument over(RunConfigDocument base, String defaultHostname) {
    return RunConfigMerge.merge(said(hostname.isEmpty() ? defaultHostname : hostname), base);
  }

  /** Returns what is said, and nothing else. */
  private RunConfigDocument said(String host) {
    List<String> variables =
        env.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    return new RunConfigDocument(
        host,
        "",
        user,
        false,
        false,
        false,
        null,
        false,
        false,
        false,
        variables,
        cmd.isEmpty() ? null : cmd,
        null,
        false,
        image,
        null,
        workingDir,
        entrypoint,
        false,
        "",
        null,
        labels,
        "",
        null,
        null);
  }
}
