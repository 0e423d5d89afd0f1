package dev.lamina.examples.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a function takes. */
enum Parameter {
  /** Whatever there is. */
  ANY("interface {}", ""),
  /** Whatever there is, in the box in which it was. */
  BOXED("reflect.Value", ""),
  /** A whole number. */
  INT("int", "integer"),
  /** A text. */
  STRING("string", "string"),
  /** Texts. */
  STRINGS("[]string", "");

  private final String type;
  private final String noun;

  Parameter(String type, String noun) {
    this.type = type;
    this.noun = noun;
  }

  /** Returns Go's name of the type. */
  String type() {
    return type;
  }

  boolean canBeNil() {
    return this == ANY || this == BOXED || this == STRINGS;
  }

  /** Returns whether a value is of the type. */
  boolean takes(Object value) {
    return switch (this) {
      case ANY, BOXED -> true;
      case INT -> value instanceof Integer;
      case STRING -> value instanceof String;
      case STRINGS ->
          value == Nil.LIST
              || (value instanceof List<?> list
                  && list.stream().allMatch(String.class::isInstance));
    };
  }

  /** Returns what is wrong with a constant, or {@code null} if nothing is. */
  @Nullable String complaint(Node.Constant constant) {
    Object value = constant.value();
    boolean isGood =
        switch (this) {
          case ANY, BOXED -> true;
          case INT -> value instanceof Number number && number.doubleValue() == number.longValue();
          case STRING -> value instanceof String;
          case STRINGS -> false;
        };
    if (isGood) {
      return null;
    }
    return this == STRINGS
        ? "can't handle " + constant + " for arg of type " + type
        : "expected " + noun + "; found " + constant;
  }

  /** Returns a constant that is good as the type. */
  Object constant(Object value) {
    return this == INT ? (Object) ((Number) value).intValue() : value;
  }
}
