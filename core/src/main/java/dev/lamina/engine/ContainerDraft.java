package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerCreation;
import dev.lamina.internal.oci.ContainerSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A container that is to be: what is said for it so far. */
final class ContainerDraft implements ContainerCreation {
  private final ContainerCreator creator;
  private final ContainerSettings settings;

  ContainerDraft(ContainerCreator creator, ContainerSettings settings) {
    this.creator = creator;
    this.settings = settings;
  }

  private ContainerCreation with(ContainerSettings other) {
    return new ContainerDraft(creator, other);
  }

  @Override
  public ContainerCreation command(List<String> command) {
    return with(settings.withCmd(command));
  }

  @Override
  public ContainerCreation entrypoint(List<String> entrypoint) {
    return with(settings.withEntrypoint(entrypoint));
  }

  @Override
  public ContainerCreation env(String name, String value) {
    if (name.isEmpty() || name.contains("=")) {
      throw new IllegalArgumentException("invalid environment variable: " + name + "=" + value);
    }
    return with(settings.withEnv(name, Objects.requireNonNull(value)));
  }

  @Override
  public ContainerCreation label(String key, String value) {
    return with(settings.withLabel(key, Objects.requireNonNull(value)));
  }

  @Override
  public ContainerCreation user(String user) {
    return with(settings.withUser(Objects.requireNonNull(user)));
  }

  @Override
  public ContainerCreation workingDir(String directory) {
    return with(settings.withWorkingDir(Objects.requireNonNull(directory)));
  }

  @Override
  public ContainerCreation hostname(String hostname) {
    return with(settings.withHostname(Objects.requireNonNull(hostname)));
  }

  @Override
  public Container named(String name) {
    return creator.create(settings, Optional.of(name));
  }

  @Override
  public Container unnamed() {
    return creator.create(settings, Optional.empty());
  }
}
