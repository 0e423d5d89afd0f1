package dev.lamina.engine;

import dev.lamina.CheckOption;
import dev.lamina.OperationCancelledException;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** How a caller of {@code check} is told what happens, and ends it. */
final class CheckRequest {
  private final List<ProgressListener> listeners;
  private final ReentrantLock telling = new ReentrantLock();
  private volatile boolean stopped;
  private long bytes;

  private CheckRequest(List<ProgressListener> listeners) {
    this.listeners = listeners;
  }

  static CheckRequest of(CheckOption... options) {
    List<ProgressListener> listeners = new ArrayList<>();
    for (CheckOption option : options) {
      if (option instanceof Progress progress) {
        listeners.add(progress.listener());
      } else {
        throw new IllegalArgumentException("unknown check option: " + option);
      }
    }
    return new CheckRequest(listeners);
  }

  /**
   * Tells what happens.
   *
   * @throws OperationCancelledException if a listener wants no more, or the thread is interrupted
   */
  void tellOrStop(ProgressEvent event) {
    telling.lock();
    try {
      for (ProgressListener listener : listeners) {
        stopped |= listener.on(event) == ProgressListener.Answer.STOP;
      }
    } finally {
      telling.unlock();
    }
    goOn();
  }

  /** Tells that more bytes were read. */
  void advanced(long more) {
    telling.lock();
    try {
      bytes += more;
      tellOrStop(new ProgressEvent.Advanced(bytes));
    } finally {
      telling.unlock();
    }
  }

  /**
   * Goes on.
   *
   * @throws OperationCancelledException if it is to end
   */
  void goOn() {
    if (stopped) {
      throw new OperationCancelledException("the check was stopped by its progress listener");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationCancelledException("the check was interrupted");
    }
  }
}
