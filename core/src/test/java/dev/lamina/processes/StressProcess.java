package dev.lamina.processes;

import static dev.lamina.processes.Call.ANYTHING;
import static dev.lamina.processes.Call.NOTHING;
import static dev.lamina.processes.Call.SAME;
import static dev.lamina.processes.Call.SOMETHING;

import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageInUseException;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StorageChoice;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.TagChange;
import dev.lamina.WritableMount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A process whose threads all work on one store, and write down when they called and what came of
 * it: each into a file of its own, a line {@code B TIME NAME FROM TO} before a call, of what it may
 * do, and {@code E TIME NAME FROM TO} after it, of what it did.
 */
public final class StressProcess {
  static final int READY = 'R';
  static final int THREADS = 4;
  static final int NAMES = 6;

  /** So many images have a name that is never taken away, so that they can always be tagged. */
  static final int KEPT = 4;

  private final ImageStore store;
  private final OutputStream history;
  private final Random random;
  private final String own;
  private int containers;

  private StressProcess(ImageStore store, OutputStream history, long seed, String own) {
    this.store = store;
    this.history = history;
    this.random = new Random(seed);
    this.own = own;
  }

  /** What became of a name. */
  private record Effect(String name, String from, String to) {
    static final Effect NONE = new Effect("-", "-", "-");

    @Override
    public String toString() {
      return name + " " + from + " " + to;
    }
  }

  @FunctionalInterface
  private interface Work {
    Effect run() throws IOException;
  }

  static String kept(int number) {
    return "kept:" + number;
  }

  static String name(int number) {
    return "app:" + number;
  }

  /** Works: the root, the storage, the seed, where to write, how long to wait; till it is told. */
  public static void main(String[] args) throws Exception {
    StoreOptions options =
        StoreOptions.defaults().lockTimeout(Duration.ofMillis(Long.parseLong(args[4])));
    try (ImageStore store = ImageStore.open(Path.of(args[0]), StorageChoice.of(args[1]), options)) {
      System.out.write(READY);
      System.out.flush();
      long end =
          Long.parseLong(new String(System.in.readAllBytes(), StandardCharsets.US_ASCII).strip());
      long pid = ProcessHandle.current().pid();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String own = "own-" + pid + "-" + i;
        OutputStream history = Files.newOutputStream(Path.of(args[3]).resolve(pid + "-" + i));
        long seed = Long.parseLong(args[2]) + i;
        Thread thread = new Thread(() -> new StressProcess(store, history, seed, own).work(end));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private void work(long end) {
    try {
      while (System.nanoTime() < end) {
        step(random.nextInt(100));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void step(int choice) throws IOException {
    String name = name(random.nextInt(NAMES));
    int image = random.nextInt(StepImages.COUNT);
    String id = StepImages.image(image).id().toString();
    if (choice < 25) {
      String kept = StepImages.image(image % KEPT).id().toString();
      call(new Effect(name, ANYTHING, kept), () -> tag(kept, name));
    } else if (choice < 35) {
      call(new Effect(name, ANYTHING, id), () -> load(image, name));
    } else if (choice < 45) {
      call(new Effect(name, SOMETHING, NOTHING), () -> untag(name));
    } else if (choice < 55) {
      call(new Effect(name, SOMETHING, NOTHING), () -> remove(name));
    } else if (choice < 75) {
      call(Effect.NONE, () -> find(name));
    } else if (choice < 86) {
      call(Effect.NONE, () -> read(name));
    } else if (choice < 90) {
      call(Effect.NONE, () -> save(name));
    } else if (choice < 93) {
      call(Effect.NONE, this::prune);
    } else if (choice < 96) {
      call(Effect.NONE, this::containerOfItsOwn);
    } else {
      call(Effect.NONE, this::list);
    }
  }

  private void call(Effect possible, Work work) throws IOException {
    long begin = System.nanoTime();
    say("B " + begin + " " + possible);
    String outcome;
    try {
      outcome = "E " + work.run();
    } catch (StoreLockedException e) {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      outcome = "L " + millis + " " + e.getMessage();
    } catch (ImageInUseException e) {
      outcome = "E " + Effect.NONE; // A container needs it, or it is another one by now.
    } catch (IOException | RuntimeException e) {
      outcome = "X " + e + causes(e);
    }
    say(outcome.charAt(0) + " " + System.nanoTime() + outcome.substring(1).replace('\n', ' '));
  }

  private static String causes(Throwable e) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement element : e.getStackTrace()) {
      text.append(" | ").append(element);
    }
    return e.getCause() == null
        ? text.toString()
        : text + " caused by " + e.getCause() + causes(e.getCause());
  }

  private void say(String line) throws IOException {
    history.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Effect tag(String id, String name) {
    TagChange change = store.tag(id).with(name).get(0);
    return new Effect(name, change.previous().map(ImageId::toString).orElse(NOTHING), id);
  }

  private Effect load(int image, String name) {
    store.load(new ByteArrayInputStream(StepImages.archive(image, name)));
    return new Effect(name, ANYTHING, StepImages.image(image).id().toString());
  }

  private Effect untag(String name) {
    try {
      return new Effect(name, store.untag(name).id().toString(), NOTHING);
    } catch (ImageNotFoundException e) {
      return absent(name);
    }
  }

  private Effect remove(String name) {
    try {
      store.remove(name);
      return new Effect(name, SOMETHING, NOTHING);
    } catch (ImageNotFoundException e) {
      return absent(name);
    }
  }

  private static Effect absent(String name) {
    return new Effect(name, NOTHING, SAME);
  }

  private Effect find(String name) {
    Optional<Image> found = store.findImage(name);
    return new Effect(name, found.map(image -> image.id().toString()).orElse(NOTHING), SAME);
  }

  private Effect read(String name) throws IOException {
    try (Mount mount = store.mount(name).readOnly()) {
      String id = mount.image().id().toString();
      long begin = System.nanoTime();
      say("T " + begin + " " + id + " " + Picture.tree(mount.root()));
      return new Effect(name, id, SAME);
    } catch (ImageNotFoundException e) {
      return gone(name, e);
    }
  }

  private Effect save(String name) {
    try {
      store.save(name).to(OutputStream.nullOutputStream());
      return Effect.NONE;
    } catch (ImageNotFoundException e) {
      return gone(name, e);
    }
  }

  /** Either the name was not there, or its image was removed before it could be held. */
  private static Effect gone(String name, ImageNotFoundException e) {
    return e.getMessage().contains(name) ? absent(name) : Effect.NONE;
  }

  private Effect prune() {
    store.prune();
    return Effect.NONE;
  }

  /** Nobody else knows this container, nor the image that is made of it. */
  private Effect containerOfItsOwn() throws IOException {
    try {
      workInContainer(own + "-" + containers++);
    } catch (StoreLockedException e) {
      // Of several calls one after the other: how long they have waited says nothing.
    }
    return Effect.NONE;
  }

  private void workInContainer(String own) throws IOException {
    String image = StepImages.image(random.nextInt(KEPT)).id().toString();
    store.create(image).command("x").named(own);
    try {
      byte[] content = new byte[random.nextInt(5000)];
      random.nextBytes(content);
      try (WritableMount mount = store.mountContainer(own)) {
        Files.write(mount.root().resolve("written"), content);
      }
      store.commit(own).named(own + ":1");
      try (Mount mount = store.mount(own + ":1").readOnly()) {
        if (!java.util.Arrays.equals(
            Files.readAllBytes(mount.root().resolve("written")), content)) {
          throw new IOException("what was committed is something else");
        }
      }
      store.remove(own + ":1");
    } finally {
      store.removeContainer(own);
    }
  }

  private Effect list() {
    List<Image> images = store.images().all();
    for (int i = 0; i < KEPT; i++) {
      ImageId kept = StepImages.image(i).id();
      if (images.stream().noneMatch(image -> image.id().equals(kept))) {
        throw new IllegalStateException("listed without " + kept);
      }
    }
    return Effect.NONE;
  }
}
