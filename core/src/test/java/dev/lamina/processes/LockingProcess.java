package dev.lamina.processes;

import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A process that takes the store's lock, says so, and keeps it until it is told to go on. */
final class LockingProcess implements AutoCloseable {
  private static final int LOCKED = 'L';

  private final Process process;

  private LockingProcess(Process process) {
    this.process = process;
  }

  /** Starts a process that gives an image a tag, and returns when it has the lock. */
  static LockingProcess start(Path root, String storage, String image, String tag)
      throws IOException {
    Process process =
        new ProcessBuilder(Jvm.command(LockingProcess.class, root.toString(), storage, image, tag))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != LOCKED) {
      process.destroyForcibly();
      throw new IOException("the process did not lock the store");
    }
    return new LockingProcess(process);
  }

  long pid() {
    return process.pid();
  }

  /** Has it do nothing, not even end by itself. */
  void stop() throws IOException {
    String unused = HostCommand.run("kill", "-STOP", Long.toString(process.pid()));
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Tags: the root, the storage, the image, the tag. */
  public static void main(String[] args) {
    try (ImageStore store =
        ImageStore.open(
            Path.of(args[0]),
            StorageChoice.of(args[1]),
            StoreOptions.defaults().clock(new BlockingClock()))) {
      store.tag(args[2]).with(args[3]);
    }
  }

  /** The time is asked for under the lock. */
  private static final class BlockingClock extends Clock {
    @Override
    public Instant instant() {
      try {
        System.out.write(LOCKED);
        System.out.flush();
        int unused = System.in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Instant.EPOCH;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
