package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Completes what a user says about a container by what its image says, as engines do. */
public final class RunConfigMerge {
  private RunConfigMerge() {}

  /**
   * Returns what the user says, and where that is nothing, what the image says. An entry point of
   * the user's own makes the image's command void.
   *
   * @param user what counts first
   * @param image what counts otherwise
   */
  public static RunConfigDocument merge(RunConfigDocument user, RunConfigDocument image) {
    boolean runsImage = isEmpty(user.entrypoint()) && isEmpty(user.cmd());
    return new RunConfigDocument(
        user.hostname(),
        user.domainname(),
        orElse(user.user(), image.user()),
        user.attachStdin(),
        user.attachStdout(),
        user.attachStderr(),
        union(user.exposedPorts(), image.exposedPorts()),
        user.tty(),
        user.openStdin(),
        user.stdinOnce(),
        env(user.env(), image.env()),
        runsImage ? image.cmd() : user.cmd(),
        healthcheck(user.healthcheck(), image.healthcheck()),
        runsImage ? image.argsEscaped() : user.argsEscaped(),
        user.image(),
        union(user.volumes(), image.volumes()),
        orElse(user.workingDir(), image.workingDir()),
        entrypoint(user.entrypoint(), image.entrypoint()),
        user.networkDisabled(),
        user.macAddress(),
        user.onBuild(),
        labels(user.labels(), image.labels()),
        orElse(user.stopSignal(), image.stopSignal()),
        user.stopTimeout(),
        user.shell());
  }

  /** Returns the name of a variable that is written with its value. */
  static String name(String variable) {
    int equals = variable.indexOf('=');
    return equals < 0 ? variable : variable.substring(0, equals);
  }

  /** An entry point of one empty word is how a command line says that there is none. */
  private static @Nullable List<String> entrypoint(
      @Nullable List<String> user, @Nullable List<String> image) {
    List<String> entrypoint = user == null ? image : user;
    return List.of("").equals(entrypoint) ? null : entrypoint;
  }

  private static boolean isEmpty(@Nullable List<String> list) {
    return list == null || list.isEmpty();
  }

  private static String orElse(String user, String image) {
    return user.isEmpty() ? image : user;
  }

  private static long orElse(long user, long image) {
    return user == 0 ? image : user;
  }

  private static @Nullable SortedSet<String> union(
      @Nullable SortedSet<String> user, @Nullable SortedSet<String> image) {
    if (user == null || user.isEmpty() || image == null) {
      return user == null || user.isEmpty() ? image : user;
    }
    SortedSet<String> union = new TreeSet<>(user);
    union.addAll(image);
    return union;
  }

  private static @Nullable List<String> env(
      @Nullable List<String> user, @Nullable List<String> image) {
    if (user == null || user.isEmpty() || image == null) {
      return isEmpty(user) ? image : user;
    }
    List<String> env = new ArrayList<>(user);
    Set<String> names = new HashSet<>();
    user.forEach(variable -> names.add(name(variable)));
    image.stream().filter(variable -> names.add(name(variable))).forEach(env::add);
    return env;
  }

  private static Map<String, String> labels(
      @Nullable Map<String, String> user, @Nullable Map<String, String> image) {
    Map<String, String> labels = image == null ? new HashMap<>() : new HashMap<>(image);
    if (user != null) {
      labels.putAll(user);
    }
    return labels;
  }

  private static @Nullable HealthcheckDocument healthcheck(
      @Nullable HealthcheckDocument user, @Nullable HealthcheckDocument image) {
    if (user == null || image == null) {
      return user == null ? image : user;
    }
    return new HealthcheckDocument(
        user.test().isEmpty() ? image.test() : user.test(),
        orElse(user.interval(), image.interval()),
        orElse(user.timeout(), image.timeout()),
        orElse(user.startPeriod(), image.startPeriod()),
        orElse(user.retries(), image.retries()));
  }
}
