package dev.lamina.internal.catalog;

/**
 * What the first line of a journal says of the rest.
 *
 * @param format always {@link #FORMAT}
 * @param version how the rest is to be read
 * @param generation how often the journal has been rewritten: another number, another file
 * @param snapshotLines how many of the lines that follow restate an earlier journal
 */
record JournalHeader(String format, long version, long generation, long snapshotLines) {
  static final String FORMAT = "lamina-catalog";
  static final long VERSION = 1;

  JournalHeader(long generation, long snapshotLines) {
    this(FORMAT, VERSION, generation, snapshotLines);
  }
}
