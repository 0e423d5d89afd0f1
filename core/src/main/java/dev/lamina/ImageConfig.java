package dev.lamina;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** How a container of an image runs unless told otherwise; what is not said is empty. */
public final class ImageConfig {
  private static final ImageConfig EMPTY = builder().build();

  private final String user;
  private final List<String> env;
  private final List<String> entrypoint;
  private final List<String> cmd;
  private final String workingDir;
  private final Map<String, String> labels;
  private final Set<String> exposedPorts;
  private final Set<String> volumes;
  private final String stopSignal;

  private ImageConfig(Draft draft) {
    this.user = draft.user;
    this.env = draft.env;
    this.entrypoint = draft.entrypoint;
    this.cmd = draft.cmd;
    this.workingDir = draft.workingDir;
    this.labels = draft.labels;
    this.exposedPorts = draft.exposedPorts;
    this.volumes = draft.volumes;
    this.stopSignal = draft.stopSignal;
  }

  /** Returns a configuration that says nothing. */
  public static ImageConfig empty() {
    return EMPTY;
  }

  /** Returns a builder that has nothing yet. */
  public static Builder builder() {
    return new Builder(draft -> {});
  }

  /** Returns a builder that has all of this. */
  public Builder toBuilder() {
    return builder()
        .user(user)
        .env(env)
        .entrypoint(entrypoint)
        .cmd(cmd)
        .workingDir(workingDir)
        .labels(labels)
        .exposedPorts(exposedPorts)
        .volumes(volumes)
        .stopSignal(stopSignal);
  }

  /** Returns the user, with a group or without: {@code 1000:1000}. */
  public String user() {
    return user;
  }

  /** Returns the environment, each as {@code NAME=value}. */
  public List<String> env() {
    return env;
  }

  /** Returns the command that always runs. */
  public List<String> entrypoint() {
    return entrypoint;
  }

  /** Returns the arguments of the entry point, or the command if there is no entry point. */
  public List<String> cmd() {
    return cmd;
  }

  /** Returns the directory to run in. */
  public String workingDir() {
    return workingDir;
  }

  /** Returns the labels, sorted by key. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Returns the ports, each as {@code 80/tcp}, sorted. */
  public Set<String> exposedPorts() {
    return exposedPorts;
  }

  /** Returns the paths of volumes, sorted. */
  public Set<String> volumes() {
    return volumes;
  }

  /** Returns the signal that ends a container, such as {@code SIGTERM}. */
  public String stopSignal() {
    return stopSignal;
  }

  private List<Object> fields() {
    return List.of(
        user, env, entrypoint, cmd, workingDir, labels, exposedPorts, volumes, stopSignal);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ImageConfig other && fields().equals(other.fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  @Override
  public String toString() {
    return "ImageConfig[entrypoint=" + entrypoint + ", cmd=" + cmd + "]";
  }

  /** Makes configurations: each step returns a new builder, and leaves this one as it is. */
  public static final class Builder {
    private final Consumer<Draft> steps;

    private Builder(Consumer<Draft> steps) {
      this.steps = steps;
    }

    private Builder then(Consumer<Draft> step) {
      return new Builder(steps.andThen(step));
    }

    /** Sets the user. */
    public Builder user(String user) {
      Objects.requireNonNull(user);
      return then(draft -> draft.user = user);
    }

    /** Sets the environment, each as {@code NAME=value}. */
    public Builder env(List<String> env) {
      List<String> copy = List.copyOf(env);
      return then(draft -> draft.env = copy);
    }

    /** Sets the command that always runs. */
    public Builder entrypoint(List<String> entrypoint) {
      List<String> copy = List.copyOf(entrypoint);
      return then(draft -> draft.entrypoint = copy);
    }

    /** Sets the arguments of the entry point, or the command if there is no entry point. */
    public Builder cmd(List<String> cmd) {
      List<String> copy = List.copyOf(cmd);
      return then(draft -> draft.cmd = copy);
    }

    /** Sets the directory to run in. */
    public Builder workingDir(String workingDir) {
      Objects.requireNonNull(workingDir);
      return then(draft -> draft.workingDir = workingDir);
    }

    /** Sets the labels. */
    public Builder labels(Map<String, String> labels) {
      Map<String, String> copy =
          Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(labels)));
      return then(draft -> draft.labels = copy);
    }

    /** Sets the ports, each as {@code 80/tcp}. */
    public Builder exposedPorts(Set<String> exposedPorts) {
      Set<String> copy = sorted(exposedPorts);
      return then(draft -> draft.exposedPorts = copy);
    }

    /** Sets the paths of volumes. */
    public Builder volumes(Set<String> volumes) {
      Set<String> copy = sorted(volumes);
      return then(draft -> draft.volumes = copy);
    }

    /** Sets the signal that ends a container. */
    public Builder stopSignal(String stopSignal) {
      Objects.requireNonNull(stopSignal);
      return then(draft -> draft.stopSignal = stopSignal);
    }

    /** Returns the configuration. */
    public ImageConfig build() {
      Draft draft = new Draft();
      steps.accept(draft);
      return new ImageConfig(draft);
    }

    private static Set<String> sorted(Set<String> texts) {
      return Collections.unmodifiableSortedSet(new TreeSet<>(texts));
    }
  }

  /** A configuration in the making, seen by one call of {@link Builder#build} only. */
  private static final class Draft {
    private String user = "";
    private List<String> env = List.of();
    private List<String> entrypoint = List.of();
    private List<String> cmd = List.of();
    private String workingDir = "";
    private Map<String, String> labels = Map.of();
    private Set<String> exposedPorts = Set.of();
    private Set<String> volumes = Set.of();
    private String stopSignal = "";
  }
}
