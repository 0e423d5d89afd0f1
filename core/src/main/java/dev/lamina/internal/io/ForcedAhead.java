package dev.lamina.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Forces a file now and then on another thread while it is written, so that the disk has little
 * left to do when the file is forced in the end. It does not replace that. For one thread.
 */
public final class ForcedAhead implements AutoCloseable {
  /** How many bytes are written from one force to the next. */
  static final long STEP = 16 << 20;

  private final FileChannel channel;
  private final Executor executor;
  private final long step;
  private long written;
  private FutureTask<Void> forcing = new FutureTask<>(() -> {}, null);

  ForcedAhead(FileChannel channel, Executor executor, long step) {
    this.channel = channel;
    this.executor = executor;
    this.step = step;
    forcing.run();
  }

  /**
   * Notes that bytes were written to the file, and begins to force them if they are many.
   *
   * @throws IOException if what was written before could not be forced
   */
  public void wrote(int count) throws IOException {
    written += count;
    if (written >= step && forcing.isDone()) {
      await();
      written = 0;
      forcing =
          new FutureTask<>(
              () -> {
                channel.force(false);
                return null;
              });
      executor.execute(forcing);
    }
  }

  /** Returns a stream that writes to the file, and need not be closed. */
  OutputStream stream() {
    OutputStream file = Channels.newOutputStream(channel);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
        wrote(length);
      }
    };
  }

  /**
   * Waits until nothing is forced any more. The file is closed after this.
   *
   * @throws IOException if something could not be forced: the system tells it once, and would let
   *     the force in the end pass
   */
  @Override
  public void close() throws IOException {
    await();
  }

  private void await() throws IOException {
    try {
      Void unused = forcing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException("cannot force what was written: " + e.getCause(), e.getCause());
    }
  }
}
