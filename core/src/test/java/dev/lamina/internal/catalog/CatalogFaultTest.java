package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static dev.lamina.internal.catalog.CatalogExamples.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.io.Faults;
import dev.lamina.internal.io.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call that an operation makes of the file system fails once, in each way, alone or with all
 * that follow. Whatever happens: the state is the one before or the one after, what was
 * acknowledged is there, what was reported as undone is not, and the operation can be repeated.
 */
@Timeout(300)
final class CatalogFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_CALLS = 300;

  @TempDir Path dir;

  /** One call fails, or it and all later ones. */
  private record Kind(
      String name, Faults.Effect effect, BiFunction<Integer, Faults.Effect, Faults> faults) {
    Faults at(int n) {
      return faults.apply(n, effect);
    }
  }

  private static List<Kind> kinds(Faults.Effect effect) {
    return List.of(new Kind("once", effect, Faults::at), new Kind("on", effect, Faults::from));
  }

  private static Catalog open(Path root) {
    return Catalog.open(root, Durability.FULL, PATIENCE);
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
    for (Kind kind : kinds(effect)) {
      boolean isDone = false;
      for (int n = 1; !isDone; n++) {
        assertThat(n).isLessThan(MAX_CALLS);
        Path root = newStore(kind.name() + n, 3);
        Faults faults = kind.at(n);
        check(root, faults, kind.name().equals("once"), operation);
        isDone = !faults.happened();
      }
    }
  }

  private static void check(Path root, Faults faults, boolean isOnce, Consumer<Catalog> operation) {
    boolean isAcknowledged = false;
    boolean isUndone = false;
    try (Catalog catalog = open(FaultyFileSystem.over(root, faults))) {
      try {
        operation.accept(catalog);
        isAcknowledged = true;
      } catch (ImageStoreException e) {
        isUndone = e.getMessage().contains("nothing was changed");
      }
      boolean unused = Thread.interrupted();
      if (isOnce && faults.happened()) {
        assertThat(contents(catalog.state()))
            .as("the same instance sees what is on disk after " + faults)
            .isEqualTo(contents(read(root)));
      }
    } catch (ImageStoreException e) {
      // It could not even be opened, or is not readable any more.
    }
    boolean unused = Thread.interrupted();

    int images = read(root).imageCount();
    String what = faults + (isAcknowledged ? ", acknowledged" : isUndone ? ", undone" : "");
    assertThat(images).as(what).isBetween(3, 4);
    if (isAcknowledged) {
      assertThat(images).as(what).isEqualTo(4);
    }
    if (isUndone) {
      assertThat(images).as(what).isEqualTo(3);
    }
    try (Catalog catalog = open(root)) {
      operation.accept(catalog);
    }
    assertThat(contents(read(root))).as(what).hasSize(4 * 3);
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
      Files.write(journal, new byte[] {'4', ' ', 'a'}, java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
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
    for (Kind kind : kinds(effect)) {
      boolean isDone = false;
      for (int n = 1; !isDone; n++) {
        assertThat(n).isLessThan(MAX_CALLS);
        Path root = Files.createDirectory(dir.resolve(kind.name() + n));
        Faults faults = kind.at(n);

        try (Catalog catalog = open(FaultyFileSystem.over(root, faults))) {
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
}
