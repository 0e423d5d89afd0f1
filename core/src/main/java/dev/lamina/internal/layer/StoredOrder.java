package dev.lamina.internal.layer;

import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the files of a layer in the order in which they lie in it: stretches of a few megabytes,
 * each by one thread, so that little is decoded twice.
 */
final class StoredOrder {
  private static final long STRETCH = 8L << 20;

  private final LayerSource layer;
  private final LayerIndex index;
  private final Executor executor;
  private final RecordPaths paths;
  private final int[] files;
  private final int[] stretches;
  private final AtomicInteger next = new AtomicInteger();

  StoredOrder(LayerSource layer, Executor executor) {
    this.layer = layer;
    this.index = layer.index();
    this.executor = executor;
    this.paths = new RecordPaths(index);
    this.files = StoredFiles.of(index);
    this.stretches = stretches(index, files);
  }

  /** Returns where in the list of files each stretch begins; in the end, how many there are. */
  private static int[] stretches(LayerIndex index, int[] files) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    long begin = 0;
    for (int i = 0; i < files.length; i++) {
      long at = index.dataOffset(files[i]);
      if (at - begin >= STRETCH) {
        starts.add(i);
        begin = at;
      }
    }
    starts.add(files.length);
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  void read(LayerContent.Files consumer) throws IOException {
    int helpers =
        layer.bytes().isSequential()
            ? 0
            : Math.min(Runtime.getRuntime().availableProcessors(), stretches.length - 1) - 1;
    List<Helper> started = new ArrayList<>();
    try {
      for (int i = 0; i < helpers; i++) {
        Helper helper = new Helper(() -> readStretches(consumer));
        started.add(helper);
        executor.execute(helper);
      }
      boolean unused = readStretches(consumer);
    } finally {
      next.set(stretches.length); // Whatever has failed: nobody begins another one.
      started.forEach(Helper::await);
    }
    for (Helper helper : started) {
      helper.requireDone();
    }
  }

  private boolean readStretches(LayerContent.Files consumer) throws IOException {
    boolean done = false;
    try {
      for (int i = next.getAndIncrement(); i < stretches.length - 1; i = next.getAndIncrement()) {
        for (int file = stretches[i]; file < stretches[i + 1]; file++) {
          read(files[file], consumer);
        }
      }
      done = true;
      return true;
    } finally {
      if (!done) {
        next.set(stretches.length);
      }
    }
  }

  private void read(int record, LayerContent.Files consumer) throws IOException {
    LayerEntry.File file =
        new LayerEntry.File(paths.path(record), index.attributes(record), index.size(record));
    consumer.accept(file, target -> layer.writeTo(record, target));
  }

  /** One more thread's part; nobody waits for it unless it has begun, since it may never do so. */
  private static final class Helper implements Runnable {
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final FutureTask<Boolean> task;

    Helper(Callable<Boolean> part) {
      this.task = new FutureTask<>(part);
    }

    @Override
    public void run() {
      if (isTaken.compareAndSet(false, true)) {
        task.run();
      }
    }

    /** Waits until it has ended; if it has not begun, it never does. */
    void await() {
      if (isTaken.compareAndSet(false, true)) {
        task.cancel(false);
      }
      boolean interrupted = false;
      while (!task.isDone()) {
        try {
          Boolean unused = task.get();
        } catch (ExecutionException e) {
          // Told afterwards.
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void requireDone() throws IOException {
      if (task.isCancelled()) {
        return; // The others have read all.
      }
      try {
        Boolean unused = task.get();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e); // Not possible: it has ended.
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IOException("a layer could not be read", e.getCause());
      }
    }
  }
}
