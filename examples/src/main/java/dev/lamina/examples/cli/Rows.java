package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.Row;
import dev.lamina.examples.cli.template.Template;
import java.util.List;
import java.util.Map;

/** Rows of a list as {@code --format} wants them. */
final class Rows {
  private static final String TABLE = "table";

  private Rows() {}

  /**
   * Returns what to print.
   *
   * @param format {@code table} and a template, {@code json}, or a template for each row
   * @param heads what a table calls the fields
   */
  static String text(String format, Map<String, ?> heads, List<Row> rows) {
    boolean isTable = format.startsWith(TABLE);
    Template template = template(isTable ? format.substring(TABLE.length()) : format);
    StringBuilder lines = new StringBuilder();
    if (isTable) {
      template.executeHead(heads, lines);
      lines.append('\n');
    }
    for (Row row : rows) {
      template.execute(row, lines);
      lines.append('\n');
    }
    return isTable ? Table.align(lines.toString()) : lines.toString();
  }

  /** Returns the template of a format, in which tabs and line feeds may be spelled out. */
  static Template template(String format) {
    String text = format.equals("json") ? "{{json .}}" : format;
    String trimmed = text.replaceAll("^ +| +$", "");
    return Template.parse("", trimmed.replace("\\t", "\t").replace("\\n", "\n"));
  }
}
