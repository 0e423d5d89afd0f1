package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import org.jspecify.annotations.Nullable;

/** A file that has been changed, moved or made, whatever its names are. */
abstract sealed class UpperInode permits UpperDirectory, UpperFile {
  private final long id;
  private final NodeType type;
  private final @Nullable Lower lower;
  private volatile InodeState state;
  private volatile long accessedNanos;

  UpperInode(long id, NodeType type, @Nullable Lower lower, InodeState state) {
    this.id = id;
    this.type = type;
    this.lower = lower;
    this.state = state;
    this.accessedNanos = state.attributes().modifiedNanos();
  }

  /** Returns its number: that of the file below if there is one. */
  final long id() {
    return id;
  }

  final NodeType type() {
    return type;
  }

  /** Returns the file below whose contents show through. */
  final @Nullable Lower lower() {
    return lower;
  }

  final InodeState state() {
    return state;
  }

  final void state(InodeState newState) {
    state = newState;
  }

  /** Returns the time of the last access, which is not kept. */
  final long accessedNanos() {
    return accessedNanos;
  }

  final void accessedNanos(long nanos) {
    accessedNanos = nanos;
  }

  final boolean isDeleted() {
    return state.links() == 0;
  }
}
