package dev.lamina.internal.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What follows the name of an instruction, taken apart as that instruction wants it.
 *
 * @param words the arguments; names and values in turn where the instruction takes such
 * @param exec whether they were written as a JSON array
 */
record InstructionArguments(List<String> words, boolean exec) {
  static final Pattern GAP = Pattern.compile("[\t\u000b\f\r ]+");

  /** Takes arguments apart; those of instructions that nobody knows are not looked at. */
  static InstructionArguments parse(String name, String text) {
    if (text.isEmpty()) {
      return plain(List.of());
    }
    return switch (name) {
      case "env", "label" -> plain(namesAndValues(name, text));
      case "cmd", "entrypoint", "run", "shell" -> execOr(text, List.of(text));
      case "volume", "add", "copy" -> execOr(text, gaps(text));
      case "expose" -> plain(gaps(text));
      case "healthcheck" -> typeAndCommand(text);
      case "onbuild" -> plain(List.of(trigger(text)));
      case "user", "workdir", "stopsignal" -> plain(List.of(text));
      default -> plain(List.of());
    };
  }

  private static InstructionArguments plain(List<String> words) {
    return new InstructionArguments(words, false);
  }

  private static InstructionArguments execOr(String text, List<String> words) {
    Optional<List<String>> elements = ExecForm.parse(text);
    return new InstructionArguments(elements.orElse(words), elements.isPresent());
  }

  private static List<String> gaps(String text) {
    return List.of(GAP.split(text, -1));
  }

  /** There is an old form without an equals sign, in which the rest of the line is one value. */
  private static List<String> namesAndValues(String name, String text) {
    List<String> words = InstructionWords.split(text);
    if (words.get(0).indexOf('=') >= 0) {
      List<String> pairs = new ArrayList<>();
      words.forEach(word -> pairs.addAll(nameAndValue(word)));
      return pairs;
    }
    String[] pair = GAP.split(text, 2);
    if (pair.length < 2) {
      throw new IllegalArgumentException(
          name.toUpperCase(Locale.ROOT) + " must have two arguments");
    }
    return List.of(pair);
  }

  private static List<String> nameAndValue(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "Syntax error - can't find = in "
              + GoText.quote(word)
              + ". Must be of the form: name=value");
    }
    return List.of(word.substring(0, equals), word.substring(equals + 1));
  }

  private static InstructionArguments typeAndCommand(String text) {
    int end = 0;
    while (end < text.length() && !GoText.isSpace(text.charAt(end))) {
      end++;
    }
    List<String> words = new ArrayList<>(List.of(text.substring(0, end)));
    InstructionArguments command = parse("cmd", GoText.stripLeading(text.substring(end)));
    words.addAll(command.words());
    return new InstructionArguments(words, command.exec());
  }

  /** What is to be done later must be right now, as far as this can be seen from its grammar. */
  private static String trigger(String text) {
    String name = GAP.split(text, 2)[0].toUpperCase(Locale.ROOT);
    if (name.equals("ONBUILD")) {
      throw new IllegalArgumentException("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    }
    if (name.equals("MAINTAINER") || name.equals("FROM")) {
      throw new IllegalArgumentException(name + " isn't allowed as an ONBUILD trigger");
    }
    return InstructionLine.parse(text).name();
  }
}
