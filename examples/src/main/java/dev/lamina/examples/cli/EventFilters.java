package dev.lamina.examples.cli;

import dev.lamina.InvalidFilterException;
import dev.lamina.StoreEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which events to show: of one key any value will do, but for labels, which all must be there. */
final class EventFilters {
  private final Map<String, List<String>> wanted;

  EventFilters(List<String> filters) {
    wanted =
        filters.stream()
            .collect(
                Collectors.groupingBy(
                    EventFilters::key,
                    Collectors.mapping(EventFilters::value, Collectors.toList())));
  }

  private static String key(String filter) {
    String key = filter.substring(0, filter.indexOf('='));
    if (!List.of("type", "event", "image", "container", "label").contains(key)) {
      throw new InvalidFilterException("Invalid filter '" + key + "'");
    }
    return key;
  }

  private static String value(String filter) {
    return filter.substring(filter.indexOf('=') + 1);
  }

  /** Returns whether to show an event. */
  boolean take(StoreEvent event) {
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                entry.getKey().equals("label")
                    ? entry.getValue().stream().allMatch(value -> takes(event, "label", value))
                    : entry.getValue().stream()
                        .anyMatch(value -> takes(event, entry.getKey(), value)));
  }

  private static boolean takes(StoreEvent event, String key, String value) {
    Map<String, String> said = event.attributes();
    return switch (key) {
      case "type" -> event.type().toString().equals(value);
      case "event" -> event.action().toString().equals(value);
      case "label" -> hasLabel(said, value);
      case "image" ->
          isAbout(event, StoreEvent.Type.IMAGE, value) || value.equals(said.get("image"));
      default -> isAbout(event, StoreEvent.Type.CONTAINER, value);
    };
  }

  private static boolean hasLabel(Map<String, String> said, String label) {
    return said.containsKey(label)
        || said.entrySet().stream()
            .anyMatch(entry -> label.equals(entry.getKey() + "=" + entry.getValue()));
  }

  private static boolean isAbout(StoreEvent event, StoreEvent.Type type, String value) {
    String id = event.actor().substring(event.actor().indexOf(':') + 1);
    return event.type() == type
        && (value.equals(event.actor())
            || (!value.isEmpty() && id.startsWith(value))
            || value.equals(event.attributes().get("name"))
            || value.equals(event.attributes().get(StoreEvent.REFERENCE)));
  }
}
