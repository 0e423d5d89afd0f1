package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.List;

/** What a word expands to, both as one text and split at the spaces that are not quoted. */
final class ExpandedWord {
  private final StringBuilder text = new StringBuilder();
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  void add(int c) {
    text.appendCodePoint(c);
    if (!GoText.isSpace(c)) {
      word.appendCodePoint(c);
    } else {
      endWord();
    }
  }

  void addUnquoted(String value) {
    value.codePoints().forEach(this::add);
  }

  void addQuoted(String value) {
    text.append(value);
    word.append(value);
  }

  String text() {
    return text.toString();
  }

  List<String> words() {
    endWord();
    return words;
  }

  private void endWord() {
    if (word.length() > 0) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
