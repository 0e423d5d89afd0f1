package dev.lamina.benchmarks.peers;

/**
 * One run of a tool.
 *
 * @param operation what it did
 * @param input with what
 * @param tool which one it was
 * @param wall how many seconds it took; megabytes, where the operation is "size"
 * @param cpu how many CPU seconds it took
 */
record Run(String operation, String input, String tool, double wall, double cpu) {
  /** Reads a line of the table of runs. */
  static Run parse(String line) {
    String[] fields = line.split("\t", -1);
    return new Run(
        fields[0],
        fields[1],
        fields[2],
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]));
  }
}
