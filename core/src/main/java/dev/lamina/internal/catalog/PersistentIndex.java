package dev.lamina.internal.catalog;

import java.util.stream.Stream;

/**
 * An immutable sorted map from a text to a sorted set of texts, such as a layer's to its images'.
 */
final class PersistentIndex {
  private static final PersistentIndex EMPTY = new PersistentIndex(PersistentMap.empty());

  private final PersistentMap<String, PersistentMap<String, String>> sets;

  private PersistentIndex(PersistentMap<String, PersistentMap<String, String>> sets) {
    this.sets = sets;
  }

  static PersistentIndex empty() {
    return EMPTY;
  }

  PersistentIndex put(String key, String member) {
    return new PersistentIndex(sets.put(key, set(key).put(member, member)));
  }

  PersistentIndex putAll(Stream<String> keys, String member) {
    PersistentIndex index = this;
    for (String key : (Iterable<String>) keys::iterator) {
      index = index.put(key, member);
    }
    return index;
  }

  PersistentIndex remove(String key, String member) {
    PersistentMap<String, String> set = sets.get(key);
    if (set == null) {
      return this;
    }
    PersistentMap<String, String> rest = set.remove(member);
    return new PersistentIndex(rest.isEmpty() ? sets.remove(key) : sets.put(key, rest));
  }

  PersistentIndex removeAll(Stream<String> keys, String member) {
    PersistentIndex index = this;
    for (String key : (Iterable<String>) keys::iterator) {
      index = index.remove(key, member);
    }
    return index;
  }

  boolean contains(String key) {
    return sets.containsKey(key);
  }

  /** Returns the members of a key's set, ascending. */
  Stream<String> get(String key) {
    return set(key).values();
  }

  /** Returns a key's set: its members, by themselves. */
  PersistentMap<String, String> set(String key) {
    PersistentMap<String, String> set = sets.get(key);
    return set == null ? PersistentMap.empty() : set;
  }

  /** Returns a walk through all sets. */
  Walk walk() {
    return new Walk(sets.walk());
  }

  /** Finds the sets of keys that ascend. */
  record Walk(PersistentMap.Walk<String, PersistentMap<String, String>> sets) {
    /** Returns the set of the key that an entry of a map has. */
    PersistentMap<String, String> get(PersistentMap.Node<String, ?> entry) {
      PersistentMap<String, String> set = sets.get(entry);
      return set == null ? PersistentMap.empty() : set;
    }
  }

  /** Returns how many keys have a set. */
  int size() {
    return sets.size();
  }
}
