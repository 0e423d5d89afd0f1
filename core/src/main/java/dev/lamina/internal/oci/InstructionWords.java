package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.List;

/** Splits at spaces that are neither quoted nor escaped; quotes and escapes stay in the words. */
final class InstructionWords {
  private InstructionWords() {}

  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = GoText.skipSpaces(text, 0);
    while (start < text.length()) {
      int end = end(text, start);
      words.add(text.substring(start, end));
      start = GoText.skipSpaces(text, end);
    }
    return words;
  }

  /** Returns where the word ends that begins at a place. */
  static int end(String text, int start) {
    char quote = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && GoText.isSpace(c)) {
        return i;
      }
      if (c == '\\' && quote != '\'') {
        i++;
      } else {
        quote = quoteAfter(c, quote);
      }
    }
    return text.length();
  }

  /** Returns a word without its quotes and escapes. */
  static String unquote(String word) {
    StringBuilder out = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      char after = quoteAfter(c, quote);
      if (c == '\\') {
        i++;
        out.append(word, Math.min(i, word.length()), Math.min(i + 1, word.length()));
      } else if (after == quote) {
        out.append(c);
      }
      quote = after;
    }
    return out.toString();
  }

  private static char quoteAfter(char c, char quote) {
    if (quote == 0) {
      return c == '\'' || c == '"' ? c : 0;
    }
    return c == quote ? 0 : quote;
  }
}
