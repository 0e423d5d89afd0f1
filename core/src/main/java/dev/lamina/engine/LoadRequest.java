package dev.lamina.engine;

import dev.lamina.LoadOption;
import dev.lamina.OperationCancelledException;
import dev.lamina.Platform;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What a caller of {@code load} asks for, and how it is told what happens. */
final class LoadRequest {
  private final List<Platform> platforms;
  private final List<ProgressListener> listeners;
  private final ReentrantLock telling = new ReentrantLock();
  private volatile boolean stopped;
  private long bytes;

  private LoadRequest(List<Platform> platforms, List<ProgressListener> listeners) {
    this.platforms = platforms;
    this.listeners = listeners;
  }

  static LoadRequest of(LoadOption... options) {
    List<Platform> platforms = new ArrayList<>();
    List<ProgressListener> listeners = new ArrayList<>();
    for (LoadOption option : options) {
      if (option instanceof Platform platform) {
        platforms.add(platform);
      } else if (option instanceof Progress progress) {
        listeners.add(progress.listener());
      } else {
        throw new IllegalArgumentException("unknown load option: " + option);
      }
    }
    if (platforms.isEmpty()) {
      platforms.add(Platform.host());
    }
    return new LoadRequest(platforms, listeners);
  }

  /** Returns the platforms to choose from an index, the best first. */
  List<Platform> platforms() {
    return platforms;
  }

  /** Tells what is done; nothing can be stopped any more. */
  void tellDone(ProgressEvent event) {
    boolean unused = tell(event);
  }

  /**
   * Tells what happens.
   *
   * @throws OperationCancelledException if a listener wants no more
   */
  void tellOrStop(ProgressEvent event) {
    if (stopped || tell(event)) {
      stopped = true;
      throw new OperationCancelledException("the load was stopped by its progress listener");
    }
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

  private boolean tell(ProgressEvent event) {
    telling.lock();
    try {
      boolean stop = false;
      for (ProgressListener listener : listeners) {
        stop |= listener.on(event) == ProgressListener.Answer.STOP;
      }
      return stop;
    } finally {
      telling.unlock();
    }
  }
}
