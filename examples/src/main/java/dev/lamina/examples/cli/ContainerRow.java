package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.ImageConfig;
import dev.lamina.examples.cli.template.Method;
import dev.lamina.examples.cli.template.Row;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of the list of containers.
 *
 * @param container the container
 * @param image what its image is called
 * @param size what it takes, in words
 */
record ContainerRow(Container container, String image, String size) {
  /** What a table calls the fields. */
  static final Map<String, ?> HEADS =
      Map.ofEntries(
          Map.entry("ID", "CONTAINER ID"),
          Map.entry("Names", "NAMES"),
          Map.entry("Image", "IMAGE"),
          Map.entry("Command", "COMMAND"),
          Map.entry("CreatedAt", "CREATED AT"),
          Map.entry("RunningFor", "CREATED"),
          Map.entry("Ports", "PORTS"),
          Map.entry("State", "STATE"),
          Map.entry("Status", "STATUS"),
          Map.entry("Size", "SIZE"),
          Map.entry("Labels", "LABELS"),
          Map.entry("Label", (Method) name -> name.replaceAll("[-_.]", " ")),
          Map.entry("Mounts", "MOUNTS"),
          Map.entry("LocalVolumes", "LOCAL VOLUMES"),
          Map.entry("Networks", "NETWORKS"));

  private static final int COMMAND_LENGTH = 20;

  /** Returns the fields as templates see them. */
  Row fields(Clock clock, boolean full) {
    Map<String, String> labels = container.config().labels();
    Map<String, Object> fields = new HashMap<>();
    fields.put("ID", full ? container.id().toString() : container.id().shortId());
    fields.put("Names", container.name());
    fields.put("Image", image);
    String command = command(container.config());
    fields.put("Command", quoted(full ? command : Ellipsis.of(command, COMMAND_LENGTH)));
    fields.put("CreatedAt", HumanTime.of(Optional.of(container.created()), clock));
    fields.put("RunningFor", HumanTime.ago(Optional.of(container.created()), clock));
    fields.put("Ports", ports());
    fields.put("State", container.status().toString());
    fields.put("Status", ContainerState.of(container, clock));
    fields.put("Size", size);
    fields.put("Labels", labels(labels));
    fields.put("Label", (Method) name -> labels.getOrDefault(name, ""));
    fields.put("Mounts", "");
    fields.put("LocalVolumes", "0");
    fields.put("Networks", "");
    return Row.of("*formatter.ContainerContext", fields);
  }

  private static String command(ImageConfig config) {
    return Stream.concat(config.entrypoint().stream(), config.cmd().stream())
        .map(word -> word.contains(" ") ? "'" + word + "'" : word)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"';
  }

  private String ports() {
    return container.status().isRunning()
        ? container.config().exposedPorts().stream().sorted().collect(Collectors.joining(", "))
        : "";
  }

  private static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }
}
