package dev.lamina.spi;

import dev.lamina.Durability;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How a tree is to be shown. Immutable.
 *
 * @param user whose permissions are enforced; empty if everything is allowed, as to root
 * @param at the directory to mount at, which is there, by its real path; empty for a place of the
 *     storage's choice
 * @param clock what gives changed files their times, if the storage does that itself
 * @param durability what becomes of changes when the power fails
 * @param isTemporary whether changes go when the tree is closed, and need survive nothing
 */
public record MountOptions(
    Optional<Credentials> user,
    Optional<Path> at,
    Clock clock,
    Durability durability,
    boolean isTemporary) {
  /**
   * Who uses a tree.
   *
   * @param uid the user's number
   * @param gid the number of the user's only group
   */
  public record Credentials(long uid, long gid) {}

  /** Returns how to show trees to root, where the storage likes. */
  public static MountOptions of(Clock clock, Durability durability) {
    return new MountOptions(Optional.empty(), Optional.empty(), clock, durability, false);
  }

  /** Returns these options for a user. */
  public MountOptions user(Credentials other) {
    return new MountOptions(Optional.of(other), at, clock, durability, isTemporary);
  }

  /** Returns these options for a directory to mount at. */
  public MountOptions at(Path directory) {
    return new MountOptions(user, Optional.of(directory), clock, durability, isTemporary);
  }

  /** Returns these options for changes that go when the tree is closed. */
  public MountOptions temporary() {
    return new MountOptions(user, at, clock, Durability.FAST, true);
  }
}
