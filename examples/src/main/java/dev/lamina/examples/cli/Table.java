package dev.lamina.examples.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as engines print them: ten wide at least, three apart, the last bare. */
final class Table {
  private static final int LEAST_WIDTH = 10;
  private static final int GAP = 3;

  private final List<List<String>> rows = new ArrayList<>();

  /** Makes a table with a head. */
  Table(List<String> head) {
    add(head);
  }

  /** Adds a row, which has as many cells as the head. */
  void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  /** Prints the table. */
  void print(PrintStream out) {
    int last = rows.get(0).size() - 1;
    int[] widths = new int[last];
    for (int i = 0; i < last; i++) {
      widths[i] = width(i);
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < last; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i))));
      }
      out.println(line.append(row.get(last)));
    }
  }

  private int width(int column) {
    int longest = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    return Math.max(LEAST_WIDTH, longest + GAP);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
