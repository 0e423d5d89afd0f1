package dev.lamina.examples.cli.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares values as Go's templates do. */
final class Comparison {
  private enum Kind {
    OTHER,
    BOOL,
    INT,
    FLOAT,
    STRING
  }

  private Comparison() {}

  /** Returns whether the first is equal to any other. */
  static boolean isEqual(List<@Nullable Object> values) {
    if (values.size() < 2) {
      throw new CallException("missing argument for comparison");
    }
    for (Object other : values.subList(1, values.size())) {
      if (isEqual(values.get(0), other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEqual(@Nullable Object one, @Nullable Object other) {
    Kind kind = kind(one);
    if (kind != kind(other)) {
      if (one != null && other != null) {
        throw new CallException("incompatible types for comparison");
      }
      return false;
    }
    if (one == null || other == null || one instanceof Nil || other instanceof Nil) {
      return isNil(one) && isNil(other);
    }
    if (other instanceof List<?> || other instanceof Map<?, ?>) {
      throw new CallException("non-comparable type " + Text.of(other) + ": " + Values.type(other));
    }
    return kind == Kind.OTHER ? one.equals(other) : compare(kind, one, other) == 0;
  }

  private static boolean isNil(@Nullable Object value) {
    return value == null || value instanceof Nil;
  }

  /** Returns whether the first is less than the second. */
  static boolean isLess(List<@Nullable Object> values) {
    Kind kind = kind(values.get(0));
    Kind other = kind(values.get(1));
    if (kind == Kind.OTHER || other == Kind.OTHER) {
      throw new CallException("invalid type for comparison");
    }
    if (kind != other) {
      throw new CallException("incompatible types for comparison");
    }
    if (kind == Kind.BOOL) {
      throw new CallException("invalid type for comparison");
    }
    return compare(kind, Values.known(values.get(0)), Values.known(values.get(1))) < 0;
  }

  /** Returns whether the first is no more than the second. */
  static boolean isLessOrEqual(List<@Nullable Object> values) {
    return isLess(values) || isEqual(values);
  }

  private static int compare(Kind kind, Object one, Object other) {
    return switch (kind) {
      case INT -> Long.compare(((Number) one).longValue(), ((Number) other).longValue());
      case FLOAT -> Double.compare((Double) one, (Double) other);
      case BOOL -> Boolean.compare((Boolean) one, (Boolean) other);
      default -> one.toString().compareTo(other.toString());
    };
  }

  private static Kind kind(@Nullable Object value) {
    if (Values.isText(value)) {
      return Kind.STRING;
    }
    if (value instanceof Integer || value instanceof Long) {
      return Kind.INT;
    }
    return value instanceof Double ? Kind.FLOAT : value instanceof Boolean ? Kind.BOOL : Kind.OTHER;
  }
}
