package dev.lamina.examples.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as engines print them. */
final class Table {
  private final List<String> rows = new ArrayList<>();

  /** Makes a table with a head. */
  Table(List<String> head) {
    add(head);
  }

  /** Adds a row, which has as many cells as the head. */
  void add(List<String> row) {
    rows.add(String.join("\t", row));
  }

  /** Prints the table. */
  void print(PrintStream out) {
    out.println(TabWriter.align(String.join("\n", rows)));
  }
}
