package dev.lamina;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Which users and groups of the host stand for those of a container, as the OCI runtime
 * specification has it: with {@code IdMap.of(100000, 65536)} a container's root is user 100000 of
 * the host, who may do nothing there. Immutable.
 *
 * @param users ranges of user IDs, in any order; 0 is in one of them
 * @param groups ranges of group IDs, in any order; 0 is in one of them
 */
public record IdMap(List<Range> users, List<Range> groups) {
  private static final int MOST_RANGES = 340; // The kernel's limit.
  private static final long END = 0xffff_ffffL; // The last number is no ID.

  /**
   * IDs that follow each other.
   *
   * @param containerId the first of them in the container
   * @param hostId the first of those of the host, which stand for them
   * @param size how many there are
   */
  public record Range(long containerId, long hostId, long size) {
    /**
     * Makes a range.
     *
     * @throws IllegalArgumentException if there are no such IDs
     */
    public Range {
      if (containerId < 0 || hostId < 0 || size < 1 || size > END - Math.max(containerId, hostId)) {
        throw new IllegalArgumentException(
            "no range of IDs: %d:%d:%d; IDs are from 0 to %d, and the size is at least 1"
                .formatted(containerId, hostId, size, END - 1));
      }
    }

    private boolean has(long id) {
      return id >= containerId && id - containerId < size;
    }
  }

  /**
   * Makes a map.
   *
   * @throws IllegalArgumentException if one ID would stand for two, a container would have no root,
   *     or there are more than 340 ranges
   */
  public IdMap {
    users = checked("users", users);
    groups = checked("groups", groups);
  }

  /**
   * Returns the map by which the first users and groups of a container are those from one on.
   *
   * @param hostId who a container's root is outside, for users and groups
   * @param size how many there are
   * @throws IllegalArgumentException if there are no such IDs
   */
  public static IdMap of(long hostId, long size) {
    List<Range> ranges = List.of(new Range(0, hostId, size));
    return new IdMap(ranges, ranges);
  }

  private static List<Range> checked(String what, List<Range> ranges) {
    if (ranges.size() > MOST_RANGES) {
      throw new IllegalArgumentException(
          "%d ranges of %s: at most %d can be mapped".formatted(ranges.size(), what, MOST_RANGES));
    }
    if (hostId(ranges, 0).isEmpty()) {
      throw new IllegalArgumentException("the ranges of " + what + " have no 0: map it");
    }
    requireApart(what, ranges, Range::containerId);
    requireApart(what, ranges, Range::hostId);
    return List.copyOf(ranges);
  }

  private static void requireApart(String what, List<Range> ranges, ToLongFunction<Range> first) {
    List<Range> sorted = ranges.stream().sorted(Comparator.comparingLong(first)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      Range before = sorted.get(i - 1);
      long id = first.applyAsLong(sorted.get(i));
      if (id - first.applyAsLong(before) < before.size()) {
        throw new IllegalArgumentException(
            "two ranges of %s have %d: take it out of one".formatted(what, id));
      }
    }
  }

  /** Returns who a container's user is on the host; empty for those who are nobody there. */
  public OptionalLong hostUser(long containerId) {
    return hostId(users, containerId);
  }

  /** Returns what a container's group is on the host; empty for those that are none there. */
  public OptionalLong hostGroup(long containerId) {
    return hostId(groups, containerId);
  }

  private static OptionalLong hostId(List<Range> ranges, long containerId) {
    return ranges.stream()
        .filter(range -> range.has(containerId))
        .mapToLong(range -> range.hostId() + (containerId - range.containerId()))
        .findFirst();
  }
}
