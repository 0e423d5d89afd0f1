package dev.lamina.examples.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines with tabs as the columns that engines print: ten wide at least, three apart. What stands
 * after a line's last tab is in no column.
 */
final class Table {
  private static final int LEAST_WIDTH = 10;
  private static final int GAP = 3;

  private final List<String[]> rows;

  private Table(List<String[]> rows) {
    this.rows = rows;
  }

  /** Returns lines with the tabs made columns. */
  static String align(String lines) {
    return new Table(lines.lines().map(line -> line.split("\t", -1)).toList()).text();
  }

  private String text() {
    List<StringBuilder> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(new StringBuilder()));
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    for (int column = 0; column < columns; column++) {
      addColumn(column, lines);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** A column is as wide as its widest cell, but ends where a line does not have it. */
  private void addColumn(int column, List<StringBuilder> lines) {
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      int width = LEAST_WIDTH;
      while (to < rows.size() && column < rows.get(to).length - 1) {
        width = Math.max(width, length(rows.get(to)[column]) + GAP);
        to++;
      }
      for (int i = from; i < to; i++) {
        String cell = rows.get(i)[column];
        lines.get(i).append(cell).append(" ".repeat(width - length(cell)));
      }
      if (to < rows.size() && column == rows.get(to).length - 1) {
        lines.get(to).append(rows.get(to)[column]);
      }
      from = to + 1;
    }
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
