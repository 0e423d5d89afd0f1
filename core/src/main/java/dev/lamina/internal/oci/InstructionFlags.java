package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The flags before an instruction's arguments, such as {@code --interval=30s}.
 *
 * @param words the flags as written, but for quotes and escapes
 * @param rest the arguments
 */
record InstructionFlags(List<String> words, String rest) {

  /** Separates flags from arguments; a word {@code --} ends the flags. */
  static InstructionFlags parse(String text) {
    List<String> words = new ArrayList<>();
    int start = GoText.skipSpaces(text, 0);
    while (text.startsWith("--", start)) {
      int end = InstructionWords.end(text, start);
      String word = InstructionWords.unquote(text.substring(start, end));
      start = GoText.skipSpaces(text, end);
      if (word.equals("--")) {
        break;
      }
      words.add(word);
    }
    return new InstructionFlags(words, GoText.strip(text.substring(start)));
  }

  /** Returns the values of the flags; only those known may be there, each once. */
  Map<String, String> values(Set<String> known) {
    requireKnown(known);
    Map<String, String> values = new HashMap<>();
    for (String word : words) {
      String name = name(word);
      require(!values.containsKey(name), "Duplicate flag specified: ", name);
      require(word.contains("="), "Missing a value on flag: ", name);
      values.put(name, word.substring(word.indexOf('=') + 1));
    }
    return values;
  }

  void requireKnown(Set<String> known) {
    words.forEach(word -> require(known.contains(name(word)), "Unknown flag: ", name(word)));
  }

  private static String name(String word) {
    int equals = word.indexOf('=');
    return word.substring(2, equals < 0 ? word.length() : equals);
  }

  private static void require(boolean condition, String message, String name) {
    if (!condition) {
      throw new IllegalArgumentException(message + name);
    }
  }
}
