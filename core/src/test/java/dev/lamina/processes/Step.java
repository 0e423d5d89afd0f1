package dev.lamina.processes;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.RemoveContainerOption;
import dev.lamina.RemoveOption;
import dev.lamina.WritableMount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * One operation on a store. All that it does follows from its kind and seed, so that it can be done
 * again, by another process, or to another store.
 */
record Step(int number, Kind kind, long seed) {
  /** What was asked for was done. */
  static final String OK = "ok";

  /** The store has said no, as it should: something is not there, or in use. */
  static final String REFUSED = "refused ";

  /** Something went wrong. */
  static final String FAILED = "failed ";

  /** Has numbers that are near each other give steps that have nothing in common. */
  private static final long FAR = 0x9E3779B97F4A7C15L;

  private static final int NAMES = 6;
  private static final int CONTAINERS = 3;
  private static final int FILES = 3;
  private static final int LONGEST_FILE = 20_000;

  /** What an operation does. */
  @FunctionalInterface
  private interface Action {
    void on(ImageStore store, Random random) throws IOException;
  }

  /** What is done, and how often compared to the others. */
  enum Kind {
    LOAD(6, Step::load),
    TAG(3, Step::retag),
    UNTAG(2, (store, random) -> store.untag(tag(random))),
    REMOVE(3, (store, random) -> store.remove(tag(random))),
    REMOVE_BY_ID(1, Step::removeById),
    PRUNE(1, (store, random) -> store.prune()),
    CREATE(2, (store, random) -> store.create(tag(random)).command("x").named(container(random))),
    WRITE(3, Step::write),
    COMMIT(2, (store, random) -> store.commit(container(random)).named(tag(random))),
    REMOVE_CONTAINER(1, Step::removeContainer),
    SAVE(1, (store, random) -> store.save(tag(random)).to(OutputStream.nullOutputStream())),
    READ(1, Step::read);

    private final int weight;
    private final Action action;

    Kind(int weight, Action action) {
      this.weight = weight;
      this.action = action;
    }

    private static Kind choose(Random random) {
      int left = random.nextInt(26);
      for (Kind kind : values()) {
        left -= kind.weight;
        if (left < 0) {
          return kind;
        }
      }
      throw new AssertionError(left);
    }
  }

  /** Chooses the step of a number in a run. */
  static Step choose(long run, int number) {
    Random random = new Random(new SplittableRandom(run + number * FAR).nextLong());
    return new Step(number, Kind.choose(random), random.nextLong());
  }

  static Step parse(String line) {
    String[] words = line.split(" ");
    return new Step(Integer.parseInt(words[0]), Kind.valueOf(words[1]), Long.parseLong(words[2]));
  }

  @Override
  public String toString() {
    return number + " " + kind + " " + seed;
  }

  /** Does it, and returns what came of it. */
  String on(ImageStore store) {
    try {
      kind.action.on(store, new Random(seed));
      return OK;
    } catch (ImageStoreException e) {
      return (isRefusal(e) ? REFUSED : FAILED) + line(e);
    } catch (IOException | UncheckedIOException e) {
      return FAILED + line(e);
    }
  }

  private static boolean isRefusal(ImageStoreException e) {
    return e.getCause() == null && !(e instanceof dev.lamina.CorruptStoreException);
  }

  private static String line(Exception e) {
    return (e.getClass().getSimpleName() + ": " + e.getMessage()).replace('\n', ' ');
  }

  /** Returns whether it cannot succeed without changing anything. */
  boolean isChange() {
    return kind != Kind.SAVE && kind != Kind.READ;
  }

  /**
   * Returns the beginning of the line of a picture that tells what this step writes, if it does.
   */
  String written() {
    Random random = new Random(seed);
    return kind == Kind.WRITE ? Picture.fileOf(container(random), file(random)) : "no such line";
  }

  private static String tag(Random random) {
    return "app:" + random.nextInt(NAMES);
  }

  private static String container(Random random) {
    return "box-" + random.nextInt(CONTAINERS);
  }

  private static String file(Random random) {
    return "f" + random.nextInt(FILES);
  }

  private static void load(ImageStore store, Random random) {
    byte[] archive = StepImages.archive(random.nextInt(StepImages.COUNT), tag(random), tag(random));
    store.load(new ByteArrayInputStream(archive));
  }

  private static void retag(ImageStore store, Random random) {
    store.tag(tag(random)).with(tag(random));
  }

  private static void removeById(ImageStore store, Random random) {
    String id = StepImages.image(random.nextInt(StepImages.COUNT)).id().toString();
    store.remove(id, RemoveOption.FORCE);
  }

  private static void removeContainer(ImageStore store, Random random) {
    store.removeContainer(container(random), RemoveContainerOption.FORCE);
  }

  private static void write(ImageStore store, Random random) throws IOException {
    try (WritableMount mount = store.mountContainer(container(random))) {
      String file = file(random);
      byte[] content = new byte[random.nextInt(LONGEST_FILE)];
      random.nextBytes(content);
      Files.write(mount.root().resolve(file), content);
    }
  }

  private static void read(ImageStore store, Random random) throws IOException {
    try (Mount mount = store.mount(tag(random)).readOnly()) {
      String unused = Picture.tree(mount.root());
    }
  }
}
