package dev.lamina.processes;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that does one step after another to a store, until it is killed. It says what it begins
 * and, when that is done, what came of it.
 */
public final class StoreProcess implements AutoCloseable {
  private static final String READY = "ready";
  private static final String BEGIN = "begin ";
  private static final String DONE = "done ";

  private final Process process;
  private final BufferedReader said;
  private final List<Done> done = new ArrayList<>();
  private Optional<Step> begun = Optional.empty();

  /** A step that has ended. */
  record Done(Step step, String outcome) {}

  private StoreProcess(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a process, which waits when it has opened the store. */
  static StoreProcess start(
      Path root, String storage, Durability durability, long run, int firstNumber)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Jvm.command(
                    StoreProcess.class,
                    root.toString(),
                    storage,
                    durability.name(),
                    Long.toString(run),
                    Integer.toString(firstNumber)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    StoreProcess started = new StoreProcess(process);
    String line = started.said.readLine();
    if (!READY.equals(line)) {
      started.close();
      throw new IOException("the process said " + line);
    }
    return started;
  }

  long pid() {
    return process.pid();
  }

  /** Has it begin. */
  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Reads what it says next; false at its end. */
  boolean listen() throws IOException {
    String line = said.readLine();
    if (line == null) {
      return false;
    }
    if (line.startsWith(BEGIN)) {
      begun = Optional.of(Step.parse(line.substring(BEGIN.length())));
    } else if (line.startsWith(DONE)) {
      done.add(new Done(begun.orElseThrow(), line.substring(DONE.length())));
      begun = Optional.empty();
    } else {
      throw new IOException("the process said " + line);
    }
    return true;
  }

  /** Reads all that it has said until now. */
  void catchUp() throws IOException {
    boolean goesOn = true;
    while (goesOn && said.ready()) {
      goesOn = listen();
    }
  }

  /** Reads on until it has begun some more steps; false at its end. */
  boolean listen(int steps) throws IOException {
    int last = done.size() + steps;
    while (done.size() < last) {
      if (!listen()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the steps that it has said are done. */
  List<Done> done() {
    return List.copyOf(done);
  }

  /** Returns the step that it is in, or was in when it was killed. */
  Optional<Step> inFlight() {
    return begun;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it, so that it cannot clean up. What it has said can still be read. */
  void kill() {
    boolean unused = process.toHandle().destroyForcibly();
  }

  /** Kills it if it still lives, and reads the rest of what it has said. */
  @Override
  public void close() throws IOException {
    kill();
    process.onExit().join();
    while (listen()) {
      // Nothing is said after the end.
    }
    said.close();
  }

  /** Works: the root, the storage, the durability, the run, the number of its first step. */
  public static void main(String[] args) throws IOException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    StoreOptions options = StoreOptions.defaults().durability(Durability.valueOf(args[2]));
    long run = Long.parseLong(args[3]);
    try (ImageStore store = ImageStore.open(Path.of(args[0]), StorageChoice.of(args[1]), options)) {
      say(out, READY);
      int unused = System.in.read();
      for (int number = Integer.parseInt(args[4]); ; number++) {
        Step step = Step.choose(run, number);
        say(out, BEGIN + step);
        say(out, DONE + step.on(store));
      }
    }
  }

  /** In one write, so that who is killed has said it or not. */
  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
