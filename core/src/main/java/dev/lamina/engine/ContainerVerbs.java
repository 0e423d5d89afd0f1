package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerCreation;
import dev.lamina.ContainerInspection;
import dev.lamina.Containers;
import dev.lamina.Lease;
import dev.lamina.RemoveContainerOption;
import java.util.Optional;
import java.util.Set;

/** Creates, changes and removes containers. */
final class ContainerVerbs {
  @SuppressWarnings("unused")
  private final Parts parts;

  ContainerVerbs(Parts parts) {
    this.parts = parts;
  }

  Containers containers() {
    return Unfinished.verb();
  }

  Optional<Container> find(String nameOrId) {
    return Unfinished.verb();
  }

  ContainerInspection inspect(String nameOrId) {
    return Unfinished.verb();
  }

  ContainerCreation create(String image) {
    return Unfinished.verb();
  }

  Container start(String nameOrId, Optional<Lease> lease) {
    return Unfinished.verb();
  }

  Container pause(String nameOrId) {
    return Unfinished.verb();
  }

  Container unpause(String nameOrId) {
    return Unfinished.verb();
  }

  Container stop(String nameOrId, int exitCode) {
    return Unfinished.verb();
  }

  Container rename(String nameOrId, String newName) {
    return Unfinished.verb();
  }

  Container remove(String nameOrId, Set<RemoveContainerOption> options) {
    return Unfinished.verb();
  }
}
