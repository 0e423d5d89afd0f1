package dev.lamina.internal.compress;

import java.io.IOException;

/** Takes the checkpoints of a stream while it is unpacked, in their order. */
@FunctionalInterface
public interface CheckpointSink {
  /**
   * Takes a checkpoint, whose window is only valid until the return.
   *
   * @throws IOException to stop the unpacking
   */
  void accept(Checkpoint checkpoint) throws IOException;
}
