package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stacks of layers of some images, each below those with one more layer, and their sizes. */
final class StackTree {
  private final StoreState state;
  private final Map<Digest, Stack> bases = new HashMap<>();
  private long bytes;

  StackTree(StoreState state) {
    this.state = state;
  }

  /** One stack; it is of several images if one was added again. */
  private static final class Stack {
    private final Map<Digest, Stack> above = new HashMap<>();
    private final long size;
    private int holders;

    Stack(long size) {
      this.size = size;
    }

    boolean isShared() {
      return holders > 1;
    }
  }

  /** Adds the stack of one more image. */
  void add(List<Digest> diffIds) {
    path(diffIds).forEach(stack -> stack.holders++);
  }

  /** Returns the bytes in all layers, each counted once for what is below it. */
  long bytes() {
    return bytes;
  }

  /** Returns the bytes in the layers of one stack. */
  long bytes(List<Digest> diffIds) {
    return path(diffIds).stream().mapToLong(stack -> stack.size).sum();
  }

  /** Returns the bytes in those layers of one stack that other images have as well. */
  long sharedBytes(List<Digest> diffIds) {
    return path(diffIds).stream().filter(Stack::isShared).mapToLong(stack -> stack.size).sum();
  }

  /** Returns the stacks that end with each of some layers, base first. */
  private List<Stack> path(List<Digest> diffIds) {
    List<Stack> path = new ArrayList<>(diffIds.size());
    Map<Digest, Stack> next = bases;
    for (Digest diffId : diffIds) {
      Stack stack = next.computeIfAbsent(diffId, this::stack);
      path.add(stack);
      next = stack.above;
    }
    return path;
  }

  private Stack stack(Digest top) {
    long size = state.layer(top).map(LayerRecord::size).orElse(0L);
    bytes += size;
    return new Stack(size);
  }
}
