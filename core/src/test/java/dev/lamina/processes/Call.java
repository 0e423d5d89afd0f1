package dev.lamina.processes;

/**
 * What a call has done to one name, or seen of it, at an instant between its begin and its end.
 *
 * @param begin when it was made, in nanoseconds of a clock that all callers share
 * @param end when it had answered, or its process was dead
 * @param from what the name pointed to; {@link #NOTHING}, {@link #ANYTHING} or {@link #SOMETHING}
 * @param to what it points to since; {@link #NOTHING}, or {@link #SAME} as before
 * @param isCertain whether that has happened; else it may have, or not
 */
record Call(long begin, long end, String from, String to, boolean isCertain) {
  static final String NOTHING = "nothing";
  static final String ANYTHING = "anything";
  static final String SOMETHING = "something";
  static final String SAME = "same";

  /** Returns whether it can happen while a name points to this. */
  boolean isPossible(String state) {
    return switch (from) {
      case ANYTHING -> true;
      case SOMETHING -> !state.equals(NOTHING);
      default -> state.equals(from);
    };
  }

  /** Returns what the name points to afterwards. */
  String after(String state) {
    return to.equals(SAME) ? state : to;
  }
}
