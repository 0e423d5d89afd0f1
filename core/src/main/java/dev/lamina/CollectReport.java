package dev.lamina;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@link ImageStore#collect} has deleted.
 *
 * @param deleted the files that belonged to nothing, and the directories of unpacked layers
 * @param freedBytes how long these files were together
 */
public record CollectReport(List<Path> deleted, long freedBytes) {
  /** Copies the list. */
  public CollectReport {
    deleted = List.copyOf(deleted);
  }
}
