package dev.lamina.internal.oci;

import dev.lamina.ContainerStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code docker inspect} prints about containers, as an engine 20.10 prints it, but for what
 * only those know who run them: mounts, networks, limits.
 */
public final class ContainerInspectDocument {
  private ContainerInspectDocument() {}

  /** Returns the inspection of one container: an object, not ending in a newline. */
  public static String toJson(ContainerFacts facts) {
    return GoJson.indent(toGo(facts));
  }

  private static Map<String, @Nullable Object> toGo(ContainerFacts facts) {
    List<String> commandLine = facts.config().commandLine();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Id", facts.id());
    json.put("Created", time(Optional.of(facts.created())));
    json.put("Path", commandLine.isEmpty() ? "" : commandLine.get(0));
    json.put("Args", commandLine.stream().skip(1).toList());
    json.put("State", state(facts));
    json.put("Image", facts.image().toString());
    json.put("Name", "/" + facts.name());
    json.put("RestartCount", 0);
    json.put("Driver", facts.driver());
    // A storage knows of images only.
    json.put("GraphDriver", InspectDocument.graphDriver(facts.driver(), Map.of()));
    json.put("Config", facts.config().toGo());
    return json;
  }

  private static Map<String, @Nullable Object> state(ContainerFacts facts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Status", facts.status().toString());
    json.put("Running", facts.status().isRunning());
    json.put("Paused", facts.status() == ContainerStatus.PAUSED);
    json.put("Restarting", false);
    json.put("OOMKilled", false);
    json.put("Dead", false);
    json.put("Pid", 0);
    json.put("ExitCode", facts.exitCode());
    json.put("Error", "");
    json.put("StartedAt", time(facts.started()));
    json.put("FinishedAt", time(facts.finished()));
    return json;
  }

  private static String time(Optional<Instant> time) {
    return GoTime.format(time.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(GoTime.ZERO));
  }
}
