package dev.lamina.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Tables of what the default provider of JDK 17 on Linux answers. */
final class NioOracle {
  private NioOracle() {}

  /** Returns the cells of each row but the first, which has the titles. */
  static Stream<List<String>> rows(String table) {
    try (InputStream in = NioOracle.class.getResourceAsStream("nio-oracle/" + table)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(line -> Arrays.stream(line.split("\t", -1)).map(NioOracle::parse).toList())
              .toList()
              .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a JSON string; what is no string (a number, null, !X) as it stands. */
  private static String parse(String cell) {
    if (!cell.startsWith("\"")) {
      return cell;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < cell.length() - 1; i++) {
      char c = cell.charAt(i);
      if (c == '\\') {
        c = cell.charAt(++i);
        if (c == 'u') {
          c = (char) Integer.parseInt(cell, i + 1, i + 5, 16);
          i += 4;
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Returns the answer as a table has it. */
  static String answer(Callable<?> question) {
    try {
      return String.valueOf(question.call());
    } catch (Exception e) {
      return "!" + e.getClass().getSimpleName();
    }
  }
}
