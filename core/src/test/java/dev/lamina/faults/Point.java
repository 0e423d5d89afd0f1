package dev.lamina.faults;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One trial with one fault: what is wrong with the store afterwards. */
final class Point {
  private final Trial trial;
  private final FaultKind kind;
  private final int n;
  private final Faults faults;
  private final List<String> problems = new ArrayList<>();
  private Optional<Exception> failure = Optional.empty();

  Point(Trial trial, FaultKind kind, int n) {
    this.trial = trial;
    this.kind = kind;
    this.n = n;
    this.faults = kind.at(n).asleep();
  }

  /** Returns whether there were as many calls. */
  boolean happened() {
    return faults.happened();
  }

  /** Does it, and looks at the store. */
  List<String> problems() throws IOException {
    try (Plot plot = trial.start().copy()) {
      PowerLoss medium = new PowerLoss(plot.root(), trial.files());
      attempt(
          FaultyFileSystem.of(
              plot.root().getFileSystem(),
              faults,
              trial.losesPower() ? medium : Medium.INDIFFERENT),
          plot.root());
      if (kind == FaultKind.LOST_FORCE && !faults.hitForce()) {
        return problems;
      }
      medium.published().forEach(name -> problem("published unforced: " + name, null));
      if (kind.losses().isEmpty()) {
        verify(plot.root(), "");
      }
      for (Loss loss : kind.losses()) {
        try (Plot left = MemoryPlot.of(medium.after(loss, n))) {
          Reboot.of(left.root());
          verify(left.root(), " " + loss);
        }
      }
    }
    return problems;
  }

  private void problem(String what, Throwable cause) {
    problems.add(
        "%s %s %s %s, told %s: %s"
            .formatted(
                trial.operation().name(),
                trial.durability(),
                kind,
                faults,
                failure.map(Exception::toString).orElse("nothing"),
                what + (cause == null ? "" : " " + Problems.text(cause))));
  }

  private void attempt(FaultyFileSystem faulty, Path root) throws IOException {
    try {
      trial.run(faulty.wrap(root), faults, this::lookAt);
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    }
    boolean unused = Thread.interrupted();
    faults.sleep();
    if (kind.isFatal()) {
      faulty.die();
      return;
    }
    failure.ifPresent(this::judge);
    if (!faulty.openFiles().isEmpty()) {
      problem("left open " + faulty.openFiles(), null);
    }
  }

  /** The same process can go on with the store when it was one call that failed. */
  private void lookAt(ImageStore store, Exception e) {
    if (kind.isPassing()) {
      failure = Optional.of(e);
      faults.sleep();
      boolean unused = Thread.interrupted();
      try {
        Seen seen = Seen.of(store);
        if (!isAllowed(seen)) {
          problem("the same process sees neither before nor after: " + seen, null);
        }
      } catch (RuntimeException | AssertionError next) {
        problem("cannot be used by the same process", next);
      }
    }
  }

  private void judge(Exception e) {
    if (!Problems.isDocumented(e)) {
      problem("undocumented", e);
    } else if (kind.isError() && !Problems.names(e, faults.hits())) {
      problem("names nothing that has failed", e);
    }
  }

  private void verify(Path root, String what) {
    try {
      Seen seen = trial.see(root);
      if (!isAllowed(seen)) {
        problem(what + " is neither before nor after: " + seen, null);
        return;
      }
      trial.repeat(root);
      Seen repeated = trial.see(root);
      if (!repeated.equals(trial.after())) {
        problem(what + " repeated is not as it should be: " + repeated, null);
      }
      List<String> difference = trial.footprint().difference(trial.footprint(root), isPowerLost());
      if (!difference.isEmpty()) {
        problem(what + " takes other files: " + difference, null);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      problem(what + " cannot be used", e);
    }
  }

  private boolean isPowerLost() {
    return !kind.losses().isEmpty();
  }

  private boolean isAllowed(Seen seen) {
    if (seen.equals(trial.after())) {
      return true;
    }
    boolean mayBeLost = trial.durability() == Durability.FAST && isPowerLost();
    return (failure.isPresent() || mayBeLost)
        && (seen.equals(trial.before()) || trial.operation().between().allows(seen));
  }
}
