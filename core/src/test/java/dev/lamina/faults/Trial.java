package dev.lamina.faults;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An operation on a store of one durability, and what it does when nothing goes wrong. */
public final class Trial implements Closeable {
  private static final Instant NOW = Instant.parse("2025-06-07T08:09:10Z");

  private final Opening opening;
  private final Ground ground;
  private final Operation operation;
  private final Durability durability;
  private final Plot start;
  private final FileTree files;
  private final Seen before;
  private final Seen after;
  private final Footprint footprint;
  private final int calls;

  Trial(Opening opening, Ground ground, Operation operation, Durability durability)
      throws IOException {
    this.opening = opening;
    this.ground = ground;
    this.operation = operation;
    this.durability = durability;
    this.start = ground.plot();
    try (ImageStore store = open(start.root())) {
      operation.preparation().on(store);
    }
    start.change(tree -> forced(operation.leftovers().apply(tree)));
    files = FileTree.of(start.root());
    try (Plot plot = start.copy()) {
      before = see(plot.root());
    }
    try (Plot plot = start.copy()) {
      Faults faults = Faults.none().asleep();
      run(FaultyFileSystem.over(plot.root(), faults), faults);
      calls = faults.calls().size();
      after = see(plot.root());
      footprint = footprint(plot.root());
    }
  }

  /** All that is there at first is on the medium, and nothing says otherwise. */
  private static FileTree forced(FileTree tree) {
    Map<String, byte[]> files = new TreeMap<>(tree.files());
    files.remove("catalog/unforced");
    return new FileTree(tree.directories(), files);
  }

  ImageStore open(Path root) {
    return opening.open(root, options());
  }

  /** Returns options by which the same is done each time. */
  public StoreOptions options() {
    return StoreOptions.defaults()
        .durability(durability)
        .lockTimeout(Duration.ofSeconds(2))
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .random(new Random(7));
  }

  /** Looks at a store in which something has failed. */
  @FunctionalInterface
  interface Aftermath {
    void of(ImageStore store, Exception failure);
  }

  private void run(Path root, Faults faults) throws IOException {
    run(root, faults, (store, failure) -> {});
  }

  /** Does it. Faults are woken for this alone. */
  void run(Path root, Faults faults, Aftermath aftermath) throws IOException {
    if (operation.isOfClosedStore()) {
      faults.wake();
      operation.action().on(this, root, null);
      return;
    }
    try (ImageStore store = open(root)) {
      faults.wake();
      try {
        operation.action().on(this, root, store);
      } catch (IOException | RuntimeException e) {
        aftermath.of(store, e);
        throw e;
      }
    }
  }

  /** Does it in a healthy file system; if it has been done already, it may be refused. */
  void repeat(Path root) throws IOException {
    boolean isDone = see(root).equals(after);
    try {
      run(root, Faults.none());
    } catch (ImageStoreException e) {
      if (!isDone) {
        throw e;
      }
    }
  }

  Seen see(Path root) {
    try (ImageStore store = open(root)) {
      return Seen.of(store);
    }
  }

  /** Returns what a store takes after all has been collected. */
  Footprint footprint(Path root) throws IOException {
    try (ImageStore store = open(root)) {
      store.collect();
    }
    return Footprint.of(FileTree.of(root));
  }

  Operation operation() {
    return operation;
  }

  /** Returns whether a power failure can be tried here. */
  boolean losesPower() {
    return ground.losesPower();
  }

  Durability durability() {
    return durability;
  }

  /** Returns the store's directory as it is before. */
  Plot start() {
    return start;
  }

  /** Returns what is in it. */
  FileTree files() {
    return files;
  }

  Seen before() {
    return before;
  }

  Seen after() {
    return after;
  }

  Footprint footprint() {
    return footprint;
  }

  /** Returns how many calls it makes of the file system, or so. */
  int calls() {
    return calls;
  }

  @Override
  public void close() throws IOException {
    start.close();
  }
}
