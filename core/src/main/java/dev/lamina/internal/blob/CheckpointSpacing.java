package dev.lamina.internal.blob;

import dev.lamina.internal.compress.Checkpoint;
import dev.lamina.internal.compress.CheckpointSink;
import java.io.IOException;

/** Hands checkpoints on, and knows how far apart they are. */
final class CheckpointSpacing implements CheckpointSink {
  private final CheckpointSink sink;
  private long last;
  private long longest;

  CheckpointSpacing(CheckpointSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(Checkpoint checkpoint) throws IOException {
    longest = Math.max(longest, checkpoint.offset() - last);
    last = checkpoint.offset();
    sink.accept(checkpoint);
  }

  /** Returns the most bytes from one checkpoint to the next, or to the end of the stream. */
  long longest(long size) {
    return Math.max(longest, size - last);
  }
}
