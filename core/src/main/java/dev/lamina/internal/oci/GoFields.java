package dev.lamina.internal.oci;

import java.util.List;
import java.util.Map;

/** Puts fields of Go structs that are marked {@code omitempty}. */
final class GoFields {
  private GoFields() {}

  static void putUnlessEmpty(Map<String, Object> json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  static void putUnlessEmpty(Map<String, Object> json, String name, List<?> value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  static void putUnlessEmpty(Map<String, Object> json, String name, Map<?, ?> value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  static void putUnlessZero(Map<String, Object> json, String name, long value) {
    if (value != 0) {
      json.put(name, value);
    }
  }

  static void putIfTrue(Map<String, Object> json, String name, boolean value) {
    if (value) {
      json.put(name, true);
    }
  }
}
