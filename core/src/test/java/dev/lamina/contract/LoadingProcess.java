package dev.lamina.contract;

import dev.lamina.ImageStore;
import dev.lamina.Progress;
import dev.lamina.ProgressListener.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process that loads an archive, and waits at an event until it is told to go on, or killed. */
public final class LoadingProcess implements AutoCloseable {
  private final Process process;

  private LoadingProcess(Process process) {
    this.process = process;
  }

  /** Starts a process that loads into a store, and returns when it waits at an event of a type. */
  static LoadingProcess waitingAt(String event, Path root, Path archive) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LoadingProcess.class.getName(),
                    root.toString(),
                    archive.toString(),
                    event))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (!event.equals(said)) {
      process.destroyForcibly();
      throw new IOException("the process said " + said);
    }
    return new LoadingProcess(process);
  }

  /** Returns whether it still waits. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets it go on, and waits for its end. */
  int goOn() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor();
  }

  /** Kills it, so that it cannot clean up. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (true) {
      try {
        int unused = process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Loads: the root, the archive, and the event's type to wait at. */
  public static void main(String[] args) {
    AtomicBoolean waited = new AtomicBoolean();
    try (ImageStore store = ImageStore.open(Path.of(args[0]))) {
      store.load(
          Path.of(args[1]),
          Progress.to(
              event -> {
                if (event.getClass().getSimpleName().equals(args[2]) && !waited.getAndSet(true)) {
                  System.out.println(args[2]);
                  awaitEndOfInput();
                }
                return Answer.CONTINUE;
              }));
    }
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said but the end.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
