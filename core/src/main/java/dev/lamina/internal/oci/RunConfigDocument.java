package dev.lamina.internal.oci;

import dev.lamina.InvalidArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a container of an image is to run. Lists and maps are null where the document has none, which
 * engines print otherwise than an empty one.
 *
 * @param hostname the host name
 * @param domainname the domain name
 * @param user the user, perhaps with a group
 * @param attachStdin whether standard input is attached
 * @param attachStdout whether standard output is attached
 * @param attachStderr whether standard error is attached
 * @param exposedPorts the ports, such as {@code 80/tcp}
 * @param tty whether there is a terminal
 * @param openStdin whether standard input is open
 * @param stdinOnce whether standard input closes with its first client
 * @param env the environment
 * @param cmd the command, or the arguments of the entry point
 * @param healthcheck how the container tells that it is well
 * @param argsEscaped whether the command is escaped already (Windows)
 * @param image the image it was made from, as the user wrote it
 * @param volumes the paths of volumes
 * @param workingDir the working directory
 * @param entrypoint the entry point
 * @param networkDisabled whether there is no network
 * @param macAddress the MAC address
 * @param onBuild what to do when another image is built on this one
 * @param labels the labels
 * @param stopSignal the signal that stops it
 * @param stopTimeout the seconds it has to stop
 * @param shell the shell of commands in shell form
 */
public record RunConfigDocument(
    String hostname,
    String domainname,
    String user,
    boolean attachStdin,
    boolean attachStdout,
    boolean attachStderr,
    @Nullable SortedSet<String> exposedPorts,
    boolean tty,
    boolean openStdin,
    boolean stdinOnce,
    @Nullable List<String> env,
    @Nullable List<String> cmd,
    @Nullable HealthcheckDocument healthcheck,
    boolean argsEscaped,
    String image,
    @Nullable SortedSet<String> volumes,
    String workingDir,
    @Nullable List<String> entrypoint,
    boolean networkDisabled,
    String macAddress,
    @Nullable List<String> onBuild,
    @Nullable Map<String, String> labels,
    String stopSignal,
    @Nullable Long stopTimeout,
    @Nullable List<String> shell) {

  /** Says nothing about anything. */
  public static final RunConfigDocument EMPTY = parse(JsonObject.EMPTY);

  /** Makes a config of its parts. */
  public RunConfigDocument {
    exposedPorts = copyOf(exposedPorts);
    env = copyOf(env);
    cmd = copyOf(cmd);
    volumes = copyOf(volumes);
    entrypoint = copyOf(entrypoint);
    onBuild = copyOf(onBuild);
    labels = labels == null ? null : Map.copyOf(labels);
    shell = copyOf(shell);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws InvalidArchiveException if the text has too many values, or is of something else
   */
  public static RunConfigDocument fromJson(String json) {
    byte[] raw = json.getBytes(StandardCharsets.UTF_8);
    return parse(Json.parseObject(raw, "container config"));
  }

  static RunConfigDocument parse(JsonObject json) {
    JsonObject healthcheck = json.object("Healthcheck");
    return new RunConfigDocument(
        json.text("Hostname"),
        json.text("Domainname"),
        json.text("User"),
        json.flag("AttachStdin"),
        json.flag("AttachStdout"),
        json.flag("AttachStderr"),
        json.names("ExposedPorts"),
        json.flag("Tty"),
        json.flag("OpenStdin"),
        json.flag("StdinOnce"),
        json.texts("Env"),
        json.textOrTexts("Cmd"),
        healthcheck == null ? null : HealthcheckDocument.parse(healthcheck),
        json.flag("ArgsEscaped"),
        json.text("Image"),
        json.names("Volumes"),
        json.text("WorkingDir"),
        json.textOrTexts("Entrypoint"),
        json.flag("NetworkDisabled"),
        json.text("MacAddress"),
        json.texts("OnBuild"),
        json.textMap("Labels"),
        json.text("StopSignal"),
        json.integer("StopTimeout"),
        json.textOrTexts("Shell"));
  }

  /** Returns what runs: the entry point, and its arguments; or the command alone. */
  public List<String> commandLine() {
    return Stream.of(entrypoint, cmd).filter(Objects::nonNull).flatMap(List::stream).toList();
  }

  /** Returns the JSON that engines write of this. */
  public String toJson() {
    return GoJson.marshal(toGo());
  }

  /** Returns the labels; none if the document has none. */
  public Map<String, String> labelsOrEmpty() {
    return labels == null ? Map.of() : labels;
  }

  /** Returns the fields in the order, and with the omissions, of the engine's own struct. */
  Map<String, @Nullable Object> toGo() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Hostname", hostname);
    json.put("Domainname", domainname);
    json.put("User", user);
    json.put("AttachStdin", attachStdin);
    json.put("AttachStdout", attachStdout);
    json.put("AttachStderr", attachStderr);
    putUnlessEmpty(json, "ExposedPorts", set(exposedPorts));
    json.put("Tty", tty);
    json.put("OpenStdin", openStdin);
    json.put("StdinOnce", stdinOnce);
    json.put("Env", env);
    json.put("Cmd", cmd);
    putUnlessNull(json, "Healthcheck", healthcheck == null ? null : healthcheck.toGo());
    putUnlessNull(json, "ArgsEscaped", argsEscaped ? true : null);
    json.put("Image", image);
    json.put("Volumes", set(volumes));
    json.put("WorkingDir", workingDir);
    json.put("Entrypoint", entrypoint);
    putUnlessNull(json, "NetworkDisabled", networkDisabled ? true : null);
    putUnlessNull(json, "MacAddress", macAddress.isEmpty() ? null : macAddress);
    json.put("OnBuild", onBuild);
    json.put("Labels", labels == null ? null : DescriptorDocument.sorted(labels));
    putUnlessNull(json, "StopSignal", stopSignal.isEmpty() ? null : stopSignal);
    putUnlessNull(json, "StopTimeout", stopTimeout);
    putUnlessNull(json, "Shell", shell == null || shell.isEmpty() ? null : shell);
    return json;
  }

  private static @Nullable List<String> copyOf(@Nullable List<String> list) {
    return list == null ? null : List.copyOf(list);
  }

  private static @Nullable SortedSet<String> copyOf(@Nullable SortedSet<String> names) {
    if (names == null) {
      return null;
    }
    SortedSet<String> copy = new TreeSet<>(GoJson.BY_BYTES);
    copy.addAll(names);
    return Collections.unmodifiableSortedSet(copy);
  }

  private static @Nullable Map<String, Object> set(@Nullable Collection<String> names) {
    if (names == null) {
      return null;
    }
    Map<String, Object> set = new TreeMap<>(GoJson.BY_BYTES);
    names.forEach(name -> set.put(name, Map.of()));
    return set;
  }

  private static void putUnlessEmpty(
      Map<String, @Nullable Object> json, String name, @Nullable Map<String, Object> value) {
    putUnlessNull(json, name, value == null || value.isEmpty() ? null : value);
  }

  private static void putUnlessNull(
      Map<String, @Nullable Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
