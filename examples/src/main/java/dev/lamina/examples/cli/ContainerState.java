package dev.lamina.examples.cli;

import dev.lamina.Container;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a container does, as the list of containers says it. */
final class ContainerState {
  private ContainerState() {}

  /** Returns what it does and since when, such as {@code Exited (0) 2 minutes ago}. */
  static String of(Container container, Clock clock) {
    Instant now = clock.instant();
    return switch (container.status()) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + since(container.started(), now);
      case PAUSED -> "Up " + since(container.started(), now) + " (Paused)";
      case EXITED ->
          "Exited (" + container.exitCode() + ") " + since(container.finished(), now) + " ago";
    };
  }

  private static String since(Optional<Instant> time, Instant now) {
    return HumanDuration.of(Duration.between(time.orElse(now), now));
  }
}
