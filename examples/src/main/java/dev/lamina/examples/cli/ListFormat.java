package dev.lamina.examples.cli;

import dev.lamina.examples.cli.template.Row;
import dev.lamina.examples.cli.template.Template;
import dev.lamina.examples.cli.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a listing is printed: each row by a template, and as a table with heads if wanted.
 *
 * @param template the template of a row, tabs and line ends written out
 * @param isTable whether there are heads and columns
 */
record ListFormat(String template, boolean isTable) {
  private static final String TABLE = "table";
  private static final Pattern OUTER_SPACES = Pattern.compile("^ +| +$");

  /**
   * Returns the format that a user wants.
   *
   * @param option what was given as {@code --format}: nothing or {@code table} for the table,
   *     {@code json}, one of the names, {@code table TEMPLATE}, or {@code TEMPLATE}
   * @param table the template of the table; whether identifiers only are wanted matters here alone,
   *     a template wins over {@code -q}
   * @param named other formats by name, such as {@code raw}
   */
  static ListFormat of(String option, String table, Map<String, String> named) {
    if (option.isEmpty() || option.equals(TABLE)) {
      return parse(table);
    }
    return parse(option.equals("json") ? "{{json .}}" : named.getOrDefault(option, option));
  }

  private static ListFormat parse(String format) {
    boolean isTable = format.startsWith(TABLE);
    String template = isTable ? format.substring(TABLE.length()) : format;
    String trimmed = OUTER_SPACES.matcher(template).replaceAll("");
    return new ListFormat(trimmed.replace("\\t", "\t").replace("\\n", "\n"), isTable);
  }

  /** Returns whether the template speaks of something, such as {@code {{.Digest}}}. */
  boolean contains(String text) {
    return template.contains(text);
  }

  /** Returns the format with one more column, unless it is no table or has that column. */
  ListFormat withColumn(String column) {
    return isTable && !contains(column) ? new ListFormat(template + "\t" + column, true) : this;
  }

  /**
   * Returns the listing.
   *
   * @param heads the heads by field
   * @throws TemplateException if the template is none, or does not go with a row; commands put
   *     {@code template parsing error: } before the message
   */
  String print(Map<String, ?> heads, List<Row> rows) {
    Template parsed = Template.parse("", template);
    StringBuilder body = new StringBuilder();
    for (Row row : rows) {
      parsed.execute(row, body);
      body.append('\n');
    }
    if (!isTable) {
      return body.toString();
    }
    StringBuilder table = new StringBuilder();
    parsed.executeHead(heads, table);
    return TabWriter.align(table.append('\n').append(body).toString());
  }
}
