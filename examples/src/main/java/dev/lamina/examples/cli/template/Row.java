package dev.lamina.examples.cli.template;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A line of a listing, whose fields are Go methods; as JSON, the fields are sorted.
 *
 * @param type what Go calls the line's type, such as {@code *formatter.imageContext}
 * @param fields the fields: values or {@link Method}s
 */
public record Row(String type, SortedMap<String, ?> fields) {
  /** Makes a row. */
  public Row {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** Makes a row of fields in any order. */
  public static Row of(String type, Map<String, ?> fields) {
    return new Row(type, new TreeMap<>(fields));
  }
}
