package dev.lamina.faults;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process that takes rights to a store's directories from itself, one by one, and does all that
 * is done to stores. Root has all rights, so that somebody else has to run it.
 */
public final class DenyingProcess {
  private static final List<String> PERMISSIONS = List.of("r-x------", "---------");

  private DenyingProcess() {}

  /** Tries all: a directory, the storage. */
  public static void main(String[] args) throws IOException {
    Logger logger = Logger.getLogger("dev.lamina");
    logger.setLevel(Level.OFF);
    StorageChoice storage = StorageChoice.of(args[1]);
    Opening opening = (root, options) -> ImageStore.open(root, storage, options);
    Ground ground = new DiskGround(Path.of(args[0]), plot -> {});
    List<String> problems = new ArrayList<>();
    int points = 0;
    int refused = 0;
    for (Operation operation : Operations.all()) {
      try (Trial trial = new Trial(opening, ground, operation, Durability.FAST)) {
        for (String directory : directories(trial)) {
          String permissions =
              PERMISSIONS.get(points % PERMISSIONS.size()); // One of them is enough.
          Denial denial = new Denial(trial, directory, permissions);
          problems.addAll(denial.problems());
          refused += denial.isRefused() ? 1 : 0;
          points++;
        }
      }
    }
    logger.setLevel(null);
    System.out.printf("%d points, %d refused, %d failures%n", points, refused, problems.size());
    problems.forEach(System.out::println);
  }

  private static List<String> directories(Trial trial) throws IOException {
    List<String> directories = new ArrayList<>(List.of(""));
    directories.addAll(trial.files().directories().keySet());
    return directories;
  }
}
