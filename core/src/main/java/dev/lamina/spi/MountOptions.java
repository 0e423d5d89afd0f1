package dev.lamina.spi;

import dev.lamina.Durability;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How a tree is to be shown.
 *
 * @param user whose permissions are enforced; empty if everything is allowed, as to root
 * @param at the directory to mount at, which is there; empty for a place of the storage's choice
 * @param clock what gives changed files their times
 * @param durability what becomes of changes when the power fails
 */
public record MountOptions(
    Optional<Credentials> user, Optional<Path> at, Clock clock, Durability durability) {
  /**
   * Who uses a tree.
   *
   * @param uid the user's number
   * @param gid the number of the user's only group
   */
  public record Credentials(long uid, long gid) {}
}
