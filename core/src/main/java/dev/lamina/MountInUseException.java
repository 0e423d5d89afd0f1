package dev.lamina;

import java.nio.file.Path;
import java.util.List;

/** Thrown when a mount cannot be taken away, since a process uses files in it. It stays mounted. */
public final class MountInUseException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> holders;

  /**
   * Makes an exception.
   *
   * @param root where the tree is mounted
   * @param holders who uses it and how, such as {@code process 17 (bash): working directory}
   */
  public MountInUseException(Path root, List<String> holders) {
    super(
        "cannot unmount %s: in use by %s; close again when that has ended, or detach the mount"
            .formatted(root, holders.isEmpty() ? "somebody" : String.join(", ", holders)));
    this.holders = List.copyOf(holders);
  }

  /** Returns who uses the tree and how, as far as this process may know. */
  public List<String> holders() {
    return holders;
  }
}
