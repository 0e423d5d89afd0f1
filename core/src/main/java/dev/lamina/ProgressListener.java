package dev.lamina;

/**
 * Listens to the progress of an operation. Called by the operation's own threads, one call at a
 * time; it must return soon.
 */
@FunctionalInterface
public interface ProgressListener {
  /** What a listener answers. */
  enum Answer {
    /** Go on. */
    CONTINUE,
    /** End the operation with {@link OperationCancelledException}, leaving no trace. */
    STOP
  }

  /** Takes an event, and says whether the operation shall go on. */
  Answer on(ProgressEvent event);
}
