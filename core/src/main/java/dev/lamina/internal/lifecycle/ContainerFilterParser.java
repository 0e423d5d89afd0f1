package dev.lamina.internal.lifecycle;

import dev.lamina.ContainerStatus;
import dev.lamina.InvalidFilterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads filters on containers as engines and their command lines do, with the same refusals. */
final class ContainerFilterParser {
  // What an engine has words for; a container of a store is never in the last three.
  private static final Set<String> STATES =
      Stream.concat(
              Arrays.stream(ContainerStatus.values()).map(ContainerStatus::toString),
              Stream.of("restarting", "removing", "dead"))
          .collect(Collectors.toUnmodifiableSet());

  private ContainerFilterParser() {}

  static List<ContainerFilter> parseAll(List<String> texts) {
    Map<String, List<String>> valuesByKey = new TreeMap<>();
    for (String text : texts) {
      if (!text.isEmpty()) {
        put(valuesByKey, text);
      }
    }
    List<ContainerFilter> filters = new ArrayList<>();
    valuesByKey.forEach((key, values) -> filters.addAll(filters(key, values)));
    return List.copyOf(filters);
  }

  private static void put(Map<String, List<String>> valuesByKey, String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new InvalidFilterException("bad format of filter (expected name=value)");
    }
    String key = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    valuesByKey
        .computeIfAbsent(key, unused -> new ArrayList<>())
        .add(text.substring(equals + 1).strip());
  }

  private static List<ContainerFilter> filters(String key, List<String> values) {
    return switch (key) {
      case "ancestor" -> List.of(ContainerFilters.ancestors(values));
      case "before" -> List.of(ContainerFilters.before(values));
      case "exited" ->
          List.of(
              ContainerFilters.exited(
                  values.stream()
                      .map(ContainerFilterParser::exitCode)
                      .collect(Collectors.toSet())));
      case "id" -> List.of(ContainerFilters.ids(values));
      case "label" -> values.stream().map(ContainerFilters::label).toList();
      case "name" -> List.of(ContainerFilters.names(values));
      case "since" -> List.of(ContainerFilters.since(values));
      case "status" ->
          List.of(
              ContainerFilters.status(
                  values.stream().map(ContainerFilterParser::status).collect(Collectors.toSet())));
      default -> throw new InvalidFilterException("Invalid filter '" + key + "'");
    };
  }

  private static int exitCode(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidFilterException("strconv.Atoi: parsing \"" + value + "\": invalid syntax");
    }
  }

  private static String status(String value) {
    if (!STATES.contains(value)) {
      throw new InvalidFilterException("Invalid filter 'status=" + value + "'");
    }
    return value;
  }
}
