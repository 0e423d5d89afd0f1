package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static dev.lamina.internal.catalog.CatalogExamples.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.ImageStoreException;
import dev.lamina.faults.Faults;
import dev.lamina.faults.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call that an operation makes of the file system fails once, in each way, alone or with some
 * or all that follow. Whatever happens: the state is the one before or the one after, what was
 * acknowledged is there, what was reported as undone is not, and the operation can be repeated.
 */
@Timeout(300)
final class CatalogFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_CALLS = 300;

  // Each fault is logged, too.
  private static final Logger LOGGER = Logger.getLogger(Catalog.class.getPackageName());

  @TempDir Path dir;

  @BeforeAll
  static void silence() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterAll
  static void unsilence() {
    LOGGER.setLevel(null);
  }

  /** How many calls fail, from the first one on. */
  private enum Kind {
    ONE(1),
    TWO(2),
    THREE(3),
    ALL(Integer.MAX_VALUE / 2);

    private final int count;

    Kind(int count) {
      this.count = count;
    }
  }

  private static Catalog open(Path root) {
    return Catalog.open(root, Durability.FAST, PATIENCE);
  }

  private Path newStore(String name, int commits) throws IOException {
    Path root = Files.createDirectory(dir.resolve(name));
    try (Catalog catalog = Catalog.open(root, Durability.FAST, PATIENCE)) {
      for (int i = 1; i <= commits; i++) {
        int number = i;
        catalog.commit(state -> adding(number));
      }
    }
    return root;
  }

  /** Lets each call of an operation on a store with three images fail; the operation adds one. */
  private void failEachCall(Faults.Effect effect, Consumer<Catalog> operation) throws IOException {
    Set<String> answers = new TreeSet<>();
    for (Kind kind : Kind.values()) {
      boolean isDone = false;
      for (int n = 1; !isDone; n++) {
        assertThat(n).isLessThan(MAX_CALLS);
        Path root = newStore(kind.name() + n, 3);
        Faults faults = Faults.at(n, kind.count, effect);
        String answer = check(root, faults, kind != Kind.ALL, operation);
        answers.add(answer);
        assertThat(answer.equals("in doubt") && kind == Kind.ONE).as(faults.toString()).isFalse();
        isDone = !faults.happened();
      }
    }
    assertThat(answers).contains("done", "undone", "unknown");
  }

  private static String check(
      Path root, Faults faults, boolean isPassing, Consumer<Catalog> operation) {
    String what = faults.toString();
    String answer = "unknown";
    boolean isRepeated = false;
    try (Catalog catalog =
        Catalog.open(FaultyFileSystem.over(root, faults), Durability.FULL, PATIENCE)) {
      answer = answer(catalog, operation);
      what = faults + ", answer: " + answer;
      checkImages(read(root), what, answer);
      if (isPassing) {
        assertThat(contents(catalog.state()))
            .as("seen by the same instance after " + what)
            .isEqualTo(contents(read(root)));
        operation.accept(catalog);
        isRepeated = true;
      }
    } catch (ImageStoreException e) {
      // It could not be opened, or the fault came later, or has not passed.
    }
    boolean unused = Thread.interrupted();

    checkImages(read(root), what, isRepeated ? "done" : "unknown");
    try (Catalog catalog = open(root)) {
      operation.accept(catalog);
    }
    assertThat(contents(read(root))).as(what).hasSize(4 * 3);
    return answer;
  }

  private static String answer(Catalog catalog, Consumer<Catalog> operation) {
    try {
      operation.accept(catalog);
      return "done";
    } catch (ImageStoreException e) {
      String message = e.getMessage();
      String failed = message.contains("may have been made") ? "in doubt" : "unknown";
      return message.contains("nothing was changed") ? "undone" : failed;
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  private static void checkImages(StoreState state, String what, String answer) {
    assertThat(state.imageCount())
        .as(what)
        .isBetween(answer.equals("done") ? 4 : 3, answer.equals("undone") ? 3 : 4);
  }

  private static StoreState read(Path root) {
    try (Catalog catalog = open(root)) {
      return catalog.state();
    }
  }

  @ParameterizedTest
  @EnumSource
  void commit_anyCallFails_isDoneOrNot(Faults.Effect effect) throws IOException {
    failEachCall(effect, catalog -> catalog.commit(state -> adding(4)));
  }

  @ParameterizedTest
  @EnumSource
  void commit_afterATornLineAndAnyCallFails_isDoneOrNot(Faults.Effect effect) throws IOException {
    failEachCall(
        effect,
        catalog -> {
          tear(catalog);
          catalog.commit(state -> adding(4));
        });
  }

  private static void tear(Catalog catalog) {
    // Not through the faulty file system: somebody else was killed there.
    Path journal = Path.of(catalog.journalFile().toString());
    try {
      Files.write(journal, new byte[] {'4', ' ', 'a'}, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void compact_anyCallFails_keepsTheState(Faults.Effect effect) throws IOException {
    failEachCall(
        effect,
        catalog -> {
          catalog.compact();
          catalog.commit(state -> adding(4));
        });
  }

  @ParameterizedTest
  @EnumSource
  void create_anyCallFails_canBeRepeated(Faults.Effect effect) throws IOException {
    for (Kind kind : Kind.values()) {
      boolean isDone = false;
      for (int n = 1; !isDone; n++) {
        assertThat(n).isLessThan(MAX_CALLS);
        Path root = Files.createDirectory(dir.resolve(kind.name() + n));
        Faults faults = Faults.at(n, kind.count, effect);

        try (Catalog catalog =
            Catalog.open(FaultyFileSystem.over(root, faults), Durability.FULL, PATIENCE)) {
          assertThat(catalog.state().sequence()).isZero();
        } catch (ImageStoreException e) {
          // Then it is for the next one.
        }
        boolean unused = Thread.interrupted();

        try (Catalog catalog = open(root)) {
          assertThat(catalog.state().sequence()).as(faults.toString()).isZero();
          assertThat(catalog.commit(state -> adding(1)).imageCount()).isEqualTo(1);
        }
        isDone = !faults.happened();
      }
    }
  }

  private static List<String> changes(Faults faults) {
    return faults.calls().stream()
        .filter(call -> call.matches("(write|force|move|truncate) .*"))
        .filter(call -> !call.endsWith("lock.owner"))
        .toList();
  }

  @Test
  void commit_full_forcesTheNameOnceAndEachLine() throws IOException {
    Path root = newStore("store", 3);
    Faults faults = Faults.none();
    try (Catalog catalog =
        Catalog.open(FaultyFileSystem.over(root, faults), Durability.FULL, PATIENCE)) {
      catalog.commit(state -> adding(4));
      catalog.commit(state -> adding(5));
    }

    assertThat(changes(faults))
        .containsExactly(
            "force catalog", "write journal", "force journal", "write journal", "force journal");
  }

  @Test
  void compact_anyDurability_forcesBeforeItRenames() throws IOException {
    for (Durability durability : Durability.values()) {
      Path root = newStore(durability.name(), 3);
      Faults faults = Faults.none();
      try (Catalog catalog =
          Catalog.open(FaultyFileSystem.over(root, faults), durability, PATIENCE)) {
        catalog.compact();
        catalog.commit(state -> adding(4));
      }

      List<String> rewriting = List.of("write journal.new", "force journal.new", "move to journal");
      assertThat(changes(faults))
          .containsExactlyElementsOf(
              Stream.concat(
                      rewriting.stream(),
                      durability == Durability.FULL
                          ? Stream.of("force catalog", "write journal", "force journal")
                          : Stream.of("write journal"))
                  .toList());
    }
  }
}
