package dev.lamina.examples.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what was said with what a real engine said, apart from what no two runs share: digests
 * marked so, ages, and what a storage says of itself.
 */
final class GoldenText {
  private static final Pattern HEX = Pattern.compile("<hex:(\\d+)(:12)?>");
  private static final Pattern AGE =
      Pattern.compile(
          "(Less than a second|About an? \\w+"
              + "|\\d+ (second|minute|hour|day|week|month|year)s?) ago");
  private static final Pattern STORAGE =
      Pattern.compile("\"GraphDriver\": \\{.*?\\n {8}\\},", Pattern.DOTALL);

  private final Map<String, String> known = new HashMap<>();

  /** Returns whether the texts are equal, and remembers what the marks stand for. */
  boolean isEqual(String expected, String actual) {
    Map<String, String> groups = new HashMap<>();
    Matcher matcher = Pattern.compile(pattern(masked(expected), groups)).matcher(masked(actual));
    boolean matches = matcher.matches();
    if (matches) {
      groups.forEach((mark, group) -> known.put(mark, matcher.group(group)));
    }
    return matches;
  }

  static String masked(String text) {
    String out = text.replaceAll("(?m)^Error response from daemon: ", "Error: ");
    out = STORAGE.matcher(out).replaceAll("\"GraphDriver\": {},");
    Matcher age = AGE.matcher(out);
    // A column is as wide as its widest age.
    return age.find() ? age.replaceAll("AGE ago").replaceAll(" {2,}", "  ") : out;
  }

  private String pattern(String expected, Map<String, String> groups) {
    StringBuilder pattern = new StringBuilder();
    Matcher marks = HEX.matcher(expected);
    int from = 0;
    while (marks.find()) {
      pattern.append(Pattern.quote(expected.substring(from, marks.start())));
      pattern.append(digits(marks.group(1), marks.group(2) != null, groups));
      from = marks.end();
    }
    return pattern.append(Pattern.quote(expected.substring(from))).toString();
  }

  private String digits(String number, boolean isShort, Map<String, String> groups) {
    if (known.containsKey(number)) {
      return isShort ? known.get(number).substring(0, 12) : known.get(number);
    }
    if (isShort) {
      return "[0-9a-f]{12}";
    }
    if (groups.containsKey(number)) {
      return "\\k<h" + number + ">";
    }
    groups.put(number, "h" + number);
    return "(?<h" + number + ">[0-9a-f]{64})";
  }
}
