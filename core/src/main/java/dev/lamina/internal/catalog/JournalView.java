package dev.lamina.internal.catalog;

/**
 * A state, and the place in a journal up to which it has been read.
 *
 * @param header the journal's first line
 * @param snapshotEnd where the restated part ends
 * @param state what all lines up to the last one make
 * @param last the last line
 * @param fileSize the size of the file: behind the last line, a torn one may follow
 */
record JournalView(
    JournalHeader header, long snapshotEnd, StoreState state, Mark last, long fileSize) {
  /**
   * A line by which a journal is known again.
   *
   * @param start where the line begins
   * @param end where it ends
   * @param checksum its checksum
   */
  record Mark(long start, long end, int checksum) {
    static Mark of(long start, JournalLine line) {
      return new Mark(start, start + line.size(), line.checksum());
    }

    // As equals, which takes longer the first time.
    boolean isSame(Mark other) {
      return start == other.start && end == other.end && checksum == other.checksum;
    }
  }

  /** Returns where the next line is to begin. */
  long end() {
    return last.end();
  }
}
