package dev.lamina.internal.oci;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code docker inspect} prints about images, as an engine 20.10 prints it. */
public final class InspectDocument {
  private static final String DEFAULT_OS = "linux";

  private InspectDocument() {}

  /** Returns the inspection of one image: an object, not ending in a newline. */
  public static String toJson(ConfigDocument config, InspectFacts facts) {
    return GoJson.indent(toGo(config, facts));
  }

  private static Map<String, @Nullable Object> toGo(ConfigDocument config, InspectFacts facts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Id", facts.id().toString());
    json.put("RepoTags", facts.repoTags());
    json.put("RepoDigests", facts.repoDigests());
    json.put("Parent", facts.parent().map(Object::toString).orElse(""));
    json.put("Comment", comment(config));
    json.put("Created", GoTime.format(config.createdAt()));
    json.put("Container", config.container());
    json.put("ContainerConfig", config.containerConfig().toGo());
    json.put("DockerVersion", config.dockerVersion());
    json.put("Author", config.author());
    json.put("Config", config.config().map(RunConfigDocument::toGo).orElse(null));
    json.put("Architecture", config.architecture());
    putUnlessEmpty(json, "Variant", config.variant());
    json.put("Os", config.os().isEmpty() ? DEFAULT_OS : config.os());
    putUnlessEmpty(json, "OsVersion", config.osVersion());
    json.put("Size", facts.size());
    json.put("VirtualSize", facts.size());
    json.put("GraphDriver", graphDriver(facts.driver(), facts.driverData()));
    json.put("RootFS", rootFs(config));
    json.put("Metadata", Map.of("LastTagTime", lastTagTime(facts.lastTagged())));
    return json;
  }

  private static void putUnlessEmpty(
      Map<String, @Nullable Object> json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  /** Returns the image's comment, or else that of the last step of its making. */
  private static String comment(ConfigDocument config) {
    List<HistoryDocument> history = config.history();
    return config.comment().isEmpty() && !history.isEmpty()
        ? history.get(history.size() - 1).comment()
        : config.comment();
  }

  static Map<String, @Nullable Object> graphDriver(String name, Map<String, String> data) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Data", data.isEmpty() ? null : DescriptorDocument.sorted(data));
    json.put("Name", name);
    return json;
  }

  private static Map<String, @Nullable Object> rootFs(ConfigDocument config) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("Type", config.rootFsType());
    if (!config.diffIds().isEmpty()) {
      json.put("Layers", config.diffIds().stream().map(Object::toString).toList());
    }
    return json;
  }

  private static String lastTagTime(Optional<Instant> time) {
    return GoTime.format(time.map(InspectDocument::inUtc).orElse(GoTime.ZERO));
  }

  private static OffsetDateTime inUtc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
