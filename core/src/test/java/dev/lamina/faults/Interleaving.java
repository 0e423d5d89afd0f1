package dev.lamina.faults;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An operation, at one of whose calls of the file system somebody else does something to the same
 * store: as another process would, whose locks are others.
 */
final class Interleaving {
  private static final StoreOptions IMPATIENT =
      StoreOptions.defaults().durability(Durability.FAST).lockTimeout(Duration.ofMillis(1));

  private final Opening opening;
  private final Trial trial;
  private final Interference interference;
  private final int n;
  private final List<String> problems = new ArrayList<>();
  private boolean isAwake;
  private int calls;
  private String site = "nothing";

  Interleaving(Opening opening, Trial trial, Interference interference, int n) {
    this.opening = opening;
    this.trial = trial;
    this.interference = interference;
    this.n = n;
  }

  /** Returns whether there were as many calls. */
  boolean happened() {
    return calls >= n;
  }

  /** Does it, and returns what is wrong. */
  List<String> problems() throws IOException {
    try (Plot plot = trial.start().copy()) {
      attemptIn(plot.root());
    }
    return problems;
  }

  private void attemptIn(Path root) {
    Optional<Exception> failure = attempt(root);
    failure.filter(e -> !Problems.isDocumented(e)).ifPresent(e -> problem("undocumented", e));
    if (interference.isHarmless()) {
      failure.ifPresent(e -> problem("failed", e));
    }
    try (ImageStore store = opening.open(root, IMPATIENT)) {
      Seen seen = Seen.of(store);
      if (interference.isHarmless() && !seen.equals(trial.after())) {
        problem("shows " + seen, null);
      }
      List<Path> garbage = store.collect().deleted();
      if (!garbage.isEmpty()) {
        problem("left " + garbage, null);
      }
    } catch (RuntimeException | AssertionError e) {
      problem("cannot be used", e);
    }
  }

  private Optional<Exception> attempt(Path root) {
    Path watched = FaultyFileSystem.over(root, Faults.none(call -> interfere(call, root)));
    try (ImageStore store = trial.open(watched)) {
      isAwake = true;
      trial.operation().action().on(trial, watched, store);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(e);
    } finally {
      isAwake = false;
    }
  }

  private void interfere(String call, Path root) {
    if (isAwake && ++calls == n) {
      site = call;
      try (ImageStore other = opening.open(root, IMPATIENT)) {
        interference.tryOn(other);
      } catch (RuntimeException e) {
        problem("the other failed", e);
      }
    }
  }

  private void problem(String what, Throwable cause) {
    problems.add(
        "%s, %s at call %d, %s: %s"
            .formatted(
                trial.operation().name(),
                interference,
                n,
                site,
                what + (cause == null ? "" : " " + Problems.text(cause))));
  }
}
