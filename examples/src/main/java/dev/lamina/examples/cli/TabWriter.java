package dev.lamina.examples.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays out lines of cells that tabs end, as Go's {@code tabwriter} does for engines: neighbouring
 * lines that have a column share its width, which is ten at least and leaves a gap of three.
 */
final class TabWriter {
  private static final int LEAST_WIDTH = 10;
  private static final int GAP = 3;

  private final List<String[]> lines;
  private final List<StringBuilder> out = new ArrayList<>();

  private TabWriter(List<String[]> lines) {
    this.lines = lines;
    lines.forEach(line -> out.add(new StringBuilder()));
  }

  /** Returns a text in columns. */
  static String align(String text) {
    List<String[]> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      lines.add(line.split("\t", -1));
    }
    TabWriter writer = new TabWriter(lines);
    writer.align(0, 0, lines.size());
    return String.join("\n", writer.out);
  }

  /** Prints a column and what is right of it in some lines. */
  private void align(int column, int from, int to) {
    int line = from;
    while (line < to) {
      int end = line;
      while (end < to && hasColumn(end, column)) {
        end++;
      }
      if (end == line) {
        // The last cell of a line is in no column.
        out.get(line).append(lines.get(line)[column]);
        line++;
      } else {
        print(column, line, end);
        align(column + 1, line, end);
        line = end;
      }
    }
  }

  private boolean hasColumn(int line, int column) {
    return column < lines.get(line).length - 1;
  }

  private void print(int column, int from, int to) {
    int width = LEAST_WIDTH;
    for (int i = from; i < to; i++) {
      width = Math.max(width, length(lines.get(i)[column]) + GAP);
    }
    for (int i = from; i < to; i++) {
      String cell = lines.get(i)[column];
      out.get(i).append(cell).append(" ".repeat(width - length(cell)));
    }
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
