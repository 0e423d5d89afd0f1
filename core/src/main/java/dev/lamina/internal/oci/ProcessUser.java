package dev.lamina.internal.oci;

import java.util.List;

/**
 * Whom a container's process runs as.
 *
 * @param uid the user's number
 * @param gid the number of the primary group
 * @param groups the numbers of all groups, the primary one first
 * @param home the user's home directory; {@code /} if none is known
 */
public record ProcessUser(long uid, long gid, List<Long> groups, String home) {
  /** Makes a user with a copy of the groups. */
  public ProcessUser {
    groups = List.copyOf(groups);
  }

  /** Returns whether this is the one whom the kernel lets do everything. */
  boolean isRoot() {
    return uid == 0;
  }
}
