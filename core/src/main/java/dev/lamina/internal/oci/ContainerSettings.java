package dev.lamina.internal.oci;

import java.util.ArrayList;
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
    boolean inheritsCmd = cmd.isEmpty() && (entrypoint == null || entrypoint.isEmpty());
    return new RunConfigDocument(
        orElse(hostname, defaultHostname),
        "",
        orElse(user, base.user()),
        false,
        false,
        false,
        base.exposedPorts(),
        false,
        false,
        false,
        mergedEnv(base.env()),
        inheritsCmd ? base.cmd() : nullIfEmpty(cmd),
        base.healthcheck(),
        inheritsCmd && base.argsEscaped(),
        image,
        base.volumes(),
        orElse(workingDir, base.workingDir()),
        mergedEntrypoint(base.entrypoint()),
        false,
        "",
        null,
        mergedLabels(base.labels()),
        base.stopSignal(),
        null,
        null);
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  private static @Nullable List<String> nullIfEmpty(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  /** What was set comes first, then those of the image that were not. */
  private @Nullable List<String> mergedEnv(@Nullable List<String> base) {
    if (env.isEmpty()) {
      return base;
    }
    List<String> merged = new ArrayList<>();
    env.forEach((name, value) -> merged.add(name + "=" + value));
    if (base != null) {
      base.stream().filter(entry -> !env.containsKey(name(entry))).forEach(merged::add);
    }
    return merged;
  }

  private static String name(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? entry : entry.substring(0, equals);
  }

  private Map<String, String> mergedLabels(@Nullable Map<String, String> base) {
    Map<String, String> merged = new LinkedHashMap<>();
    if (base != null) {
      merged.putAll(base);
    }
    merged.putAll(labels);
    return merged;
  }

  /** An entry point of one empty word is how a command line says that there is none. */
  private @Nullable List<String> mergedEntrypoint(@Nullable List<String> base) {
    List<String> merged = entrypoint == null ? base : entrypoint;
    return List.of("").equals(merged) ? null : merged;
  }
}
