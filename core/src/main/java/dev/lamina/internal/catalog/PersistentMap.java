package dev.lamina.internal.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map whose changes share all but the path to what is changed (an AVL tree): a
 * change and a look-up cost the logarithm of the size.
 */
final class PersistentMap<K extends Comparable<? super K>, V> {
  private static final int TRAITS =
      Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;

  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<String, String>(null);

  private final @Nullable Node<K, V> root;

  private PersistentMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  @SuppressWarnings("unchecked") // without entries, of any type
  static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  int size() {
    return size(root);
  }

  boolean isEmpty() {
    return root == null;
  }

  boolean containsKey(K key) {
    return get(key) != null;
  }

  /** Returns the value of a key, or null. */
  @Nullable V get(K key) {
    int start = start(key);
    Node<K, V> node = root;
    while (node != null) {
      int order = node.order(key, start);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** Returns the greatest key, or null if there is none. */
  @Nullable K lastKey() {
    Node<K, V> node = root;
    while (node != null && node.right != null) {
      node = node.right;
    }
    return node == null ? null : node.key;
  }

  /** Returns this map with a key set to a value. */
  PersistentMap<K, V> put(K key, V value) {
    return new PersistentMap<>(put(root, key, start(key), value));
  }

  /** Returns this map without a key: itself, if it has none such. */
  PersistentMap<K, V> remove(K key) {
    Node<K, V> rest = remove(root, key, start(key));
    if (rest == root) {
      return this;
    }
    return rest == null ? empty() : new PersistentMap<>(rest);
  }

  /** Returns whether any key meets a condition. */
  boolean anyKey(Predicate<? super K> condition) {
    return anyKey(root, condition);
  }

  private static <K extends Comparable<? super K>> boolean anyKey(
      @Nullable Node<K, ?> node, Predicate<? super K> condition) {
    return node != null
        && (condition.test(node.key)
            || anyKey(node.left, condition)
            || anyKey(node.right, condition));
  }

  /** Returns a walk from the first entry on. */
  Walk<K, V> walk() {
    return new Walk<>(new Ascending<>(root));
  }

  /** Returns all values, ascending by key. */
  Stream<V> values() {
    return entries().map(Node::value);
  }

  /** Returns the entries from a key on, that key included, ascending. */
  Stream<Node<K, V>> from(K first) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Ascending<>(root, first), TRAITS), false);
  }

  /** Returns all entries, ascending. */
  Stream<Node<K, V>> entries() {
    return StreamSupport.stream(
        Spliterators.spliterator(new Ascending<>(root), size(), TRAITS), false);
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, int start, V value) {
    if (node == null) {
      return new Node<>(key, start, value, null, null);
    }
    int order = node.order(key, start);
    if (order == 0) {
      return new Node<>(key, start, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, put(node.left, key, start, value), node.right)
        : balanced(node, node.left, put(node.right, key, start, value));
  }

  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key, int start) {
    if (node == null) {
      return null;
    }
    int order = node.order(key, start);
    if (order == 0) {
      return joined(node.left, node.right);
    }
    Node<K, V> child = order < 0 ? node.left : node.right;
    Node<K, V> rest = remove(child, key, start);
    if (rest == child) {
      return node;
    }
    return order < 0 ? balanced(node, rest, node.right) : balanced(node, node.left, rest);
  }

  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> joined(
      @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    Node<K, V> first = right;
    while (first.left != null) {
      first = first.left;
    }
    return balanced(first, left, remove(right, first.key, first.start));
  }

  /**
   * Returns a node with the entry of another and these children, whose heights differ by two at
   * most.
   */
  private static <K extends Comparable<? super K>, V> Node<K, V> balanced(
      Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = height(left) - height(right);
    if (left != null && lean > 1) {
      Node<K, V> middle = left.right;
      if (middle == null || height(left.left) >= height(middle)) {
        return node(left, left.left, node(entry, middle, right));
      }
      return node(middle, node(left, left.left, middle.left), node(entry, middle.right, right));
    }
    if (right != null && lean < -1) {
      Node<K, V> middle = right.left;
      if (middle == null || height(right.right) >= height(middle)) {
        return node(right, node(entry, left, middle), right.right);
      }
      return node(middle, node(entry, left, middle.left), node(right, middle.right, right.right));
    }
    return node(entry, left, right);
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> node(
      Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    return new Node<>(entry.key, entry.start, entry.value, left, right);
  }

  /**
   * Returns the first characters of a text as a number that orders as they do: a node has it at
   * hand, while its key is two steps away in memory. Other keys all start alike.
   */
  private static int start(Object key) {
    return key instanceof String text ? start(text) : 0;
  }

  private static int start(String text) {
    int start = 0;
    for (int i = 0; i < Math.min(Integer.BYTES, text.length()); i++) {
      int c = Math.min(text.charAt(i), 0xff);
      start |= c << (Byte.SIZE * (Integer.BYTES - 1 - i));
      if (c == 0xff) {
        return start; // Which character it is does not show, so what follows must not count.
      }
    }
    return start;
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static int size(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  /** Returns the height, or fails if two sibling trees differ by more than one: for tests. */
  int checkedHeight() {
    return checkedHeight(root);
  }

  private static int checkedHeight(@Nullable Node<?, ?> node) {
    if (node == null) {
      return 0;
    }
    int left = checkedHeight(node.left);
    int right = checkedHeight(node.right);
    if (Math.abs(left - right) > 1 || node.height != 1 + Math.max(left, right)) {
      throw new IllegalStateException("not balanced at " + node.key);
    }
    return node.height;
  }

  /** One entry, and the trees of the entries before and after it. */
  static final class Node<K extends Comparable<? super K>, V> {
    private final K key;
    private final int start;
    private final V value;
    private final @Nullable Node<K, V> left;
    private final @Nullable Node<K, V> right;
    private final int height;
    private final int size;

    private Node(K key, int start, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      this.key = key;
      this.start = start;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = 1 + Math.max(height(left), height(right));
      this.size = 1 + size(left) + size(right);
    }

    /** Compares a key that starts so with this node's; mostly without a look at the latter. */
    @SuppressWarnings("ReferenceEquality") // it saves the look
    private int order(K other, int otherStart) {
      if (other == key) {
        return 0;
      }
      int order = Integer.compareUnsigned(otherStart, start);
      return order != 0 ? order : other.compareTo(key);
    }

    K key() {
      return key;
    }

    V value() {
      return value;
    }
  }

  /** Looks up keys that ascend, in one walk: for most of a map that is faster than one by one. */
  static final class Walk<K extends Comparable<? super K>, V> {
    private final Iterator<Node<K, V>> rest;
    private @Nullable Node<K, V> next;

    private Walk(Iterator<Node<K, V>> entries) {
      rest = entries;
      advance();
    }

    private void advance() {
      next = rest.hasNext() ? rest.next() : null;
    }

    /** Returns the value of the key that an entry of another map has, or null. */
    @Nullable V get(Node<K, ?> entry) {
      while (next != null) {
        int order = next.order(entry.key, entry.start);
        if (order <= 0) {
          return order == 0 ? next.value : null;
        }
        advance();
      }
      return null;
    }
  }

  /** Goes through a tree in order, holding one path of it. */
  private static final class Ascending<K extends Comparable<? super K>, V>
      implements Iterator<Node<K, V>> {
    private final Deque<Node<K, V>> pending = new ArrayDeque<>();

    Ascending(@Nullable Node<K, V> root) {
      pushLeft(root);
    }

    Ascending(@Nullable Node<K, V> root, K first) {
      Node<K, V> node = root;
      while (node != null) {
        boolean isBefore = node.key.compareTo(first) < 0;
        if (!isBefore) {
          pending.push(node);
        }
        node = isBefore ? node.right : node.left;
      }
    }

    private void pushLeft(@Nullable Node<K, V> root) {
      for (Node<K, V> node = root; node != null; node = node.left) {
        pending.push(node);
      }
    }

    @Override
    public boolean hasNext() {
      return !pending.isEmpty();
    }

    @Override
    public Node<K, V> next() {
      if (pending.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = pending.pop();
      pushLeft(node.right);
      return node;
    }

    @Override
    public void forEachRemaining(Consumer<? super Node<K, V>> action) {
      while (!pending.isEmpty()) {
        Node<K, V> node = pending.pop();
        action.accept(node);
        forEach(node.right, action);
      }
    }

    private void forEach(@Nullable Node<K, V> node, Consumer<? super Node<K, V>> action) {
      if (node != null) {
        forEach(node.left, action);
        action.accept(node);
        forEach(node.right, action);
      }
    }
  }
}
