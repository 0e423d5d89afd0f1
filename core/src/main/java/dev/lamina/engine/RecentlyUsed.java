package dev.lamina.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Maps that keep what was used last, for few and quick lookups: of the JDK, since a process's first
 * cache of Guava takes longer than to open a store.
 */
final class RecentlyUsed {
  private RecentlyUsed() {}

  /** Makes a map that keeps a number of entries. It is safe for use by several threads. */
  static <K, V> Map<K, V> upTo(int mostEntries) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > mostEntries;
          }
        });
  }
}
