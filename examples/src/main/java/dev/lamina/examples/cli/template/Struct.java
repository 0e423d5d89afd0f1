package dev.lamina.examples.cli.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Go struct.
 *
 * @param type what Go calls the type, such as {@code system.info}
 * @param fields the fields in the order in which they are printed; what JSON leaves out is {@link
 *     Omitted}, what templates do not see {@link Hidden}
 */
public record Struct(String type, Map<String, ?> fields) {
  /** Makes a struct. */
  public Struct {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Returns whether templates see a field. */
  boolean has(String name) {
    return fields.containsKey(name) && !(fields.get(name) instanceof Hidden);
  }
}
