package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.Nil;
import dev.lamina.examples.cli.template.Omitted;
import dev.lamina.examples.cli.template.Struct;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an inspection says as an engine's own types, which templates see first. */
final class InspectedValue {
  private static final Set<String> MAPS = Set.of("Labels", "ExposedPorts", "Volumes", "Data");
  private static final Set<String> LISTS =
      Set.of("Env", "Cmd", "Entrypoint", "OnBuild", "Shell", "RepoTags", "RepoDigests", "Layers");

  /** What JSON leaves out of a configuration that does not say it. */
  private static final Map<String, Object> OMITTED =
      Map.of(
          "ExposedPorts", Nil.MAP,
          "Healthcheck", Nil.POINTER,
          "StopSignal", "",
          "Shell", Nil.LIST);

  private InspectedValue() {}

  /** Returns a value that was read as JSON. */
  static Object of(@Nullable Object json) {
    return of("", json);
  }

  private static Object of(String name, @Nullable Object json) {
    if (json == null) {
      return MAPS.contains(name) ? Nil.MAP : LISTS.contains(name) ? Nil.LIST : Nil.POINTER;
    }
    if (json instanceof Map<?, ?> map) {
      return MAPS.contains(name) ? fields(map) : struct(name, map);
    }
    if (json instanceof List<?> list) {
      return list.stream().map(InspectedValue::of).toList();
    }
    if (json instanceof BigDecimal number) {
      return number.longValue();
    }
    return name.equals("LastTagTime") ? Instant.parse((String) json) : json;
  }

  private static Struct struct(String name, Map<?, ?> map) {
    Map<String, Object> fields = fields(map);
    if (name.endsWith("Config") && map.containsKey("Env")) {
      OMITTED.forEach((key, value) -> fields.putIfAbsent(key, new Omitted(value)));
    }
    return new Struct(name, fields);
  }

  private static Map<String, Object> fields(Map<?, ?> map) {
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put((String) key, of((String) key, value)));
    return fields;
  }
}
