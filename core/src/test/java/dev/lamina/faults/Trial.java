package dev.lamina.faults;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An operation on a store of one durability, and what it does when nothing goes wrong. */
public final class Trial {
  private static final Instant NOW = Instant.parse("2025-06-07T08:09:10Z");

  private final Opening opening;
  private final Operation operation;
  private final Durability durability;
  private final FileTree start;
  private final Seen before;
  private final Seen after;
  private final Footprint footprint;
  private final int calls;

  Trial(Opening opening, Operation operation, Durability durability) throws IOException {
    this.opening = opening;
    this.operation = operation;
    this.durability = durability;
    this.start = operation.leftovers().apply(prepared());
    try (FileSystem memory = newMemory(start)) {
      before = see(root(memory));
    }
    try (FileSystem memory = newMemory(start)) {
      Faults faults = Faults.none().asleep();
      run(FaultyFileSystem.of(memory, faults, Medium.INDIFFERENT).wrap(root(memory)), faults);
      calls = faults.calls().size();
      after = see(root(memory));
      footprint = footprint(root(memory));
    }
  }

  private FileTree prepared() throws IOException {
    try (FileSystem memory = newMemory()) {
      try (ImageStore store = open(root(memory))) {
        operation.preparation().on(store);
      }
      return forced(FileTree.of(root(memory)));
    }
  }

  /** All that is there at first is on the medium, and nothing says otherwise. */
  private static FileTree forced(FileTree tree) {
    Map<String, byte[]> files = new TreeMap<>(tree.files());
    files.remove("catalog/unforced");
    return new FileTree(tree.directories(), files);
  }

  private static FileSystem newMemory() {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build());
  }

  static FileSystem newMemory(FileTree files) throws IOException {
    FileSystem memory = newMemory();
    files.writeTo(root(memory));
    return memory;
  }

  static Path root(FileSystem memory) {
    return memory.getPath("/store");
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

  Durability durability() {
    return durability;
  }

  FileTree start() {
    return start;
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
}
