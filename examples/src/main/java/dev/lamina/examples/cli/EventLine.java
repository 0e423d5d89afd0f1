package dev.lamina.examples.cli;

import dev.lamina.StoreEvent;
import dev.lamina.examples.cli.template.Struct;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An event as {@code docker events} prints it. */
final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", Locale.ROOT);

  private EventLine() {}

  /** Returns the event's line. */
  static String of(StoreEvent event, Clock clock) {
    String said =
        attributes(event).entrySet().stream()
            .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    String what = event.type() + " " + event.action() + " " + event.actor();
    String time = TIME.format(event.time().atZone(clock.getZone()));
    return time + " " + what + (said.equals(" ()") ? "" : said);
  }

  /** Returns the fields as templates see them. */
  static Struct fields(StoreEvent event) {
    return fields(event, "Status", "ID", "Scope", "Time", "TimeNano");
  }

  /** Returns the fields under the names that they have in JSON. */
  static Struct json(StoreEvent event) {
    return fields(event, "status", "id", "scope", "time", "timeNano");
  }

  private static Struct fields(StoreEvent event, String... names) {
    Map<String, Object> actor = new LinkedHashMap<>();
    actor.put("ID", event.actor());
    actor.put("Attributes", attributes(event));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(names[0], event.action().toString());
    fields.put(names[1], event.actor());
    fields.put("Type", event.type().toString());
    fields.put("Action", event.action().toString());
    fields.put("Actor", new Struct("events.Actor", actor));
    fields.put(names[2], "local");
    fields.put(names[3], event.time().getEpochSecond());
    fields.put(names[4], ChronoUnit.NANOS.between(Instant.EPOCH, event.time()));
    return new Struct("events.Message", fields);
  }

  /** What names an untag is about, engines do not say. */
  private static Map<String, String> attributes(StoreEvent event) {
    Map<String, String> attributes = new TreeMap<>(event.attributes());
    attributes.remove(StoreEvent.REFERENCE);
    return attributes;
  }
}
