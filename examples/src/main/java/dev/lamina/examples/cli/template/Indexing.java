package dev.lamina.examples.cli.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elements and parts of values, and how many there are. */
final class Indexing {
  private static final int MOST_INDEXES = 3;

  private Indexing() {}

  /** Returns the element of an element of the first value, by the others. */
  static @Nullable Object index(List<@Nullable Object> values) {
    Object item = values.get(0);
    if (item == null) {
      throw new CallException("index of untyped nil");
    }
    for (Object index : values.subList(1, values.size())) {
      item = element(item, index);
    }
    return item;
  }

  private static @Nullable Object element(@Nullable Object item, @Nullable Object index) {
    if (item == null || item == Nil.POINTER) {
      throw new CallException("index of nil pointer");
    }
    if (item instanceof Map<?, ?> map) {
      String key = key(index);
      return map.containsKey(key) ? map.get(key) : nothingOf(map);
    }
    if (item == Nil.MAP) {
      return nothingOf(Map.of(key(index), ""));
    }
    if (item instanceof List<?> list) {
      return list.get(checked("slice", index, list.size()));
    }
    if (item == Nil.LIST) {
      return checked("slice", index, 0);
    }
    if (Values.isText(item)) {
      byte[] bytes = Values.bytes(item);
      return Byte.toUnsignedInt(bytes[checked("string", index, bytes.length)]);
    }
    throw new CallException("can't index item of type " + Values.targetType(item));
  }

  private static String key(@Nullable Object index) {
    if (index == null) {
      throw new CallException("value is nil; should be of type string");
    }
    if (!(index instanceof String key)) {
      throw new CallException("value has type " + Values.type(index) + "; should be string");
    }
    return key;
  }

  /** Returns the least value of the type of a map's values, as far as it can be seen. */
  private static @Nullable Object nothingOf(Map<?, ?> map) {
    return map.values().stream().allMatch(String.class::isInstance) ? "" : null;
  }

  private static int checked(String noun, @Nullable Object index, int size) {
    int at = position(index, size);
    if (at == size) {
      throw new CallException("reflect: " + noun + " index out of range");
    }
    return at;
  }

  private static int position(@Nullable Object index, int size) {
    if (index == null) {
      throw new CallException("cannot index slice/array with nil");
    }
    if (!(index instanceof Integer || index instanceof Long)) {
      throw new CallException("cannot index slice/array with type " + Values.type(index));
    }
    long at = ((Number) index).longValue();
    if (at < 0 || at > size) {
      throw new CallException("index out of range: " + at);
    }
    return (int) at;
  }

  /** Returns the part of the first value that the others bound. */
  static Object slice(List<@Nullable Object> values) {
    Object item = values.get(0);
    int indexes = values.size() - 1;
    if (item == null) {
      throw new CallException("slice of untyped nil");
    }
    if (indexes > MOST_INDEXES) {
      throw new CallException("too many slice indexes: " + indexes);
    }
    if (!Values.isText(item) && !(item instanceof List<?>) && item != Nil.LIST) {
      throw new CallException("can't slice item of type " + Values.type(item));
    }
    if (Values.isText(item) && indexes == MOST_INDEXES) {
      throw new CallException("cannot 3-index slice a string");
    }
    int size = length(item);
    int[] at = {0, size, size};
    for (int i = 0; i < indexes; i++) {
      at[i] = position(values.get(i + 1), size);
    }
    checkOrder(at[0], at[1]);
    checkOrder(at[1], at[2]);
    if (item instanceof List<?> list) {
      return list.subList(at[0], at[1]);
    }
    return item == Nil.LIST ? item : Values.part(Values.bytes(item), at[0], at[1]);
  }

  private static void checkOrder(int from, int to) {
    if (from > to) {
      throw new CallException("invalid slice index: " + from + " > " + to);
    }
  }

  /** Returns how many elements, or bytes of a text, there are. */
  static int length(@Nullable Object boxed) {
    if (boxed == null) {
      throw new CallException("reflect: call of reflect.Value.Type on zero Value");
    }
    Object value = Boxed.open(boxed);
    if (value == null || value == Nil.POINTER) {
      throw new CallException("len of nil pointer");
    }
    if (value instanceof Nil) {
      return 0;
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (Values.isText(value)) {
      return Values.bytes(value).length;
    }
    throw new CallException("len of type " + Values.targetType(value));
  }
}
