package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A run config that instructions change. */
final class RunConfigDraft {
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  private final RunConfigDocument base;
  private String user;
  private @Nullable SortedSet<String> exposedPorts;
  private @Nullable List<String> env;
  private @Nullable List<String> cmd;
  private boolean cmdSet;
  private @Nullable HealthcheckDocument healthcheck;
  private boolean argsEscaped;
  private @Nullable SortedSet<String> volumes;
  private String workingDir;
  private @Nullable List<String> entrypoint;
  private @Nullable List<String> onBuild;
  private @Nullable Map<String, String> labels;
  private String stopSignal;

  RunConfigDraft(RunConfigDocument base) {
    this.base = base;
    this.user = base.user();
    this.exposedPorts = base.exposedPorts();
    this.env = base.env();
    this.cmd = base.cmd();
    this.healthcheck = base.healthcheck();
    this.argsEscaped = base.argsEscaped();
    this.volumes = base.volumes();
    this.workingDir = base.workingDir();
    this.entrypoint = base.entrypoint();
    this.onBuild = base.onBuild();
    this.labels = base.labels();
    this.stopSignal = base.stopSignal();
  }

  /** Returns the environment as it is now. */
  List<String> env() {
    return env == null ? List.of() : env;
  }

  /** Returns the shell that runs commands which are one text. */
  List<String> shell() {
    return base.shell() == null || base.shell().isEmpty() ? SHELL : base.shell();
  }

  /** Sets the command; if it says something, an entry point set later leaves it alone. */
  void setCmd(List<String> command, boolean saysSomething) {
    cmd = command;
    cmdSet |= saysSomething;
    argsEscaped = false;
  }

  /** Sets the entry point, for which a command that was there before makes no sense. */
  void setEntrypoint(@Nullable List<String> command) {
    entrypoint = command;
    cmd = cmdSet ? cmd : null;
    argsEscaped = false;
  }

  /** Sets a variable where it stands already, else as the last one. */
  void putEnv(String name, String value) {
    List<String> more = new ArrayList<>(env());
    int place = 0;
    while (place < more.size() && !RunConfigMerge.name(more.get(place)).equals(name)) {
      place++;
    }
    if (place < more.size()) {
      more.set(place, name + "=" + value);
    } else {
      more.add(name + "=" + value);
    }
    env = more;
  }

  void putLabel(String name, String value) {
    Map<String, String> more = labels == null ? new LinkedHashMap<>() : new LinkedHashMap<>(labels);
    more.put(name, value);
    labels = more;
  }

  void addExposedPorts(List<String> ports) {
    exposedPorts = with(exposedPorts, ports);
  }

  void addVolumes(List<String> paths) {
    volumes = with(volumes, paths);
  }

  void addOnBuild(String instruction) {
    List<String> more = onBuild == null ? new ArrayList<>() : new ArrayList<>(onBuild);
    more.add(instruction);
    onBuild = more;
  }

  void setUser(String name) {
    user = name;
  }

  void setWorkingDir(String path) {
    workingDir = WorkingDir.resolve(workingDir, path);
  }

  void setHealthcheck(HealthcheckDocument check) {
    healthcheck = check;
  }

  void setStopSignal(String signal) {
    stopSignal = StopSignals.require(signal);
  }

  RunConfigDocument toDocument() {
    return new RunConfigDocument(
        base.hostname(),
        base.domainname(),
        user,
        base.attachStdin(),
        base.attachStdout(),
        base.attachStderr(),
        exposedPorts,
        base.tty(),
        base.openStdin(),
        base.stdinOnce(),
        env,
        cmd,
        healthcheck,
        argsEscaped,
        base.image(),
        volumes,
        workingDir,
        entrypoint,
        base.networkDisabled(),
        base.macAddress(),
        onBuild,
        labels,
        stopSignal,
        base.stopTimeout(),
        base.shell());
  }

  private static SortedSet<String> with(@Nullable SortedSet<String> names, List<String> others) {
    SortedSet<String> more = new TreeSet<>(GoJson.BY_BYTES);
    if (names != null) {
      more.addAll(names);
    }
    more.addAll(others);
    return more;
  }
}
