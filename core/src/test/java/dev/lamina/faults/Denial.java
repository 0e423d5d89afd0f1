package dev.lamina.faults;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One trial in a store of which a directory cannot be written by its user, who is not root. */
final class Denial {
  private final Trial trial;
  private final String directory;
  private final String permissions;
  private final List<String> problems = new ArrayList<>();
  private Optional<Exception> failure = Optional.empty();

  /**
   * Makes a trial.
   *
   * @param directory below the store's; empty for that itself
   * @param permissions what the user may do with it
   */
  Denial(Trial trial, String directory, String permissions) {
    this.trial = trial;
    this.directory = directory;
    this.permissions = permissions;
  }

  /** Returns whether the operation has failed. */
  boolean isRefused() {
    return failure.isPresent();
  }

  /** Does it, looks at what was told, and then at the store when its directory can be written. */
  List<String> problems() throws IOException {
    try (Plot plot = trial.start().copy()) {
      Path denied = plot.root().resolve(directory);
      permit(denied, permissions);
      attempt(plot.root());
      permit(denied, "rwx------");
      failure.ifPresent(e -> judge(e, denied));
      verify(plot.root());
    }
    return problems;
  }

  private static void permit(Path path, String permissions) throws IOException {
    if (Files.exists(path)) { // The operation may have been to delete it.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  private void attempt(Path root) {
    try {
      trial.run(root, Faults.none(), (store, e) -> {});
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void judge(Exception e, Path denied) {
    String told = String.valueOf(e.getMessage());
    boolean saysWhy =
        e instanceof AccessDeniedException
            || told.matches("(?is).*(permission denied|AccessDenied|can only be read).*");
    if (!Problems.isDocumented(e) || !saysWhy || !told.contains(denied.toString())) {
      problem("does not tell what is denied", e);
    }
  }

  private void verify(Path root) {
    try {
      Seen seen = trial.see(root);
      boolean isKept = failure.isPresent() && seen.equals(trial.before());
      if (!isKept && !seen.equals(trial.after())) {
        problem("is neither before nor after: " + seen, null);
        return;
      }
      trial.repeat(root);
      if (!trial.see(root).equals(trial.after())) {
        problem("repeated is not as it should be", null);
      }
      List<String> difference = trial.footprint().difference(trial.footprint(root), false);
      if (!difference.isEmpty()) {
        problem("takes other files: " + difference, null);
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      problem("cannot be used", e);
    }
  }

  private void problem(String what, Throwable cause) {
    problems.add(
        "%s, %s %s, told %s: %s"
            .formatted(
                trial.operation().name(),
                permissions,
                directory.isEmpty() ? "the store" : directory,
                failure.map(Exception::toString).orElse("nothing"),
                what + (cause == null ? "" : " " + Problems.text(cause))));
  }
}
