package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerCreation;
import dev.lamina.ContainerInspection;
import dev.lamina.Containers;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidContainerNameException;
import dev.lamina.Lease;
import dev.lamina.RemoveContainerOption;
import dev.lamina.StoreEvent.Action;
import dev.lamina.WritableMount;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.ContainerNameRule;
import dev.lamina.internal.lifecycle.ContainerResolver;
import dev.lamina.internal.oci.ContainerSettings;
import dev.lamina.spi.MountOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be asked of containers, each thing handed on to what does it. */
final class ContainerVerbs {
  private final Parts parts;
  private final ContainerCreator creator;
  private final ContainerChanges changes;
  private final ContainerStates states;
  private final ContainerRemover remover;

  ContainerVerbs(Parts parts) {
    this.parts = parts;
    this.creator = new ContainerCreator(parts, parts.lastUsed());
    this.changes = new ContainerChanges(parts.catalog(), parts.lapses(), parts.clock());
    this.states = new ContainerStates(changes, parts.leases(), parts.clock());
    this.remover = new ContainerRemover(parts);
  }

  /** Returns the state of this moment, in which only those containers run that really do. */
  StoreState state() {
    return parts.lapses().state();
  }

  Containers containers() {
    return new ContainerSelection(this::state);
  }

  Optional<Container> find(String nameOrId) {
    return ContainerResolver.resolve(state(), nameOrId).map(ContainerReader::container);
  }

  ContainerInspection inspect(String nameOrId) {
    StoreState state = state();
    return ContainerReader.inspection(
        state, ContainerChanges.resolve(state, nameOrId), parts.driver());
  }

  ContainerCreation create(String image) {
    ImageRecord unused = ContainerCreator.image(parts.catalog().state(), image);
    return new ContainerDraft(creator, ContainerSettings.of(image));
  }

  Container start(String nameOrId, Optional<Lease> lease) {
    return lease.isPresent() ? states.start(nameOrId, lease.get()) : states.start(nameOrId);
  }

  Container pause(String nameOrId) {
    return states.pause(nameOrId);
  }

  Container unpause(String nameOrId) {
    return states.unpause(nameOrId);
  }

  Container stop(String nameOrId, int exitCode) {
    return states.stop(nameOrId, exitCode);
  }

  Container rename(String nameOrId, String newName) {
    if (nameOrId.isEmpty() || newName.isEmpty()) {
      throw new InvalidContainerNameException(newName, "Neither old nor new names may be empty");
    }
    return changes.change(
        nameOrId,
        Action.RENAME,
        (state, before, events) -> {
          ContainerRecord after =
              before.renamed(ContainerNameRule.forRenamed(state, before, newName));
          events.container(Action.RENAME, after, Map.of("oldName", "/" + before.name()));
          return after;
        });
  }

  WritableMount mount(String nameOrId) {
    return mount(nameOrId, parts.mounts().options());
  }

  WritableMount mount(String nameOrId, Path directory) {
    return mount(nameOrId, parts.mounts().options().at(directory));
  }

  private WritableMount mount(String nameOrId, MountOptions options) {
    ContainerRecord container = ContainerChanges.resolve(state(), nameOrId);
    try {
      return new MountPoints(parts.driver().idMap()).open(options, how -> mount(container, how));
    } catch (IOException e) {
      throw Failures.of("cannot mount container " + container.name(), e);
    }
  }

  private WritableMount mount(ContainerRecord container, MountOptions options) throws IOException {
    return parts
        .mounts()
        .register(
            new TreeMount(
                parts,
                parts.trees().ofContainer(container, options),
                new CommittedContainer(parts, container),
                () -> image(container),
                () -> RuntimeSettings.of(container)));
  }

  private Image image(ContainerRecord container) {
    StoreState state = parts.catalog().state();
    return state
        .image(container.image())
        .map(record -> parts.reader().image(state, record))
        .orElseThrow(() -> new ImageNotFoundException(container.image().toString()));
  }

  Container remove(String nameOrId, Set<RemoveContainerOption> options) {
    return remover.remove(nameOrId, options);
  }
}
