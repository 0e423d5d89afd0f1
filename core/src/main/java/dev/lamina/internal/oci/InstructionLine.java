package dev.lamina.internal.oci;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One instruction, not yet understood.
 *
 * @param name the name in lower case
 * @param flags the flags before the arguments
 * @param arguments the arguments
 * @param original the whole text
 */
record InstructionLine(
    String name, InstructionFlags flags, InstructionArguments arguments, String original) {

  /**
   * Takes an instruction apart.
   *
   * @throws IllegalArgumentException if its arguments are not in the instruction's form
   */
  static InstructionLine parse(String line) {
    String[] parts = InstructionArguments.GAP.split(GoText.strip(line), 2);
    String name = parts[0].toLowerCase(Locale.ROOT);
    InstructionFlags flags = InstructionFlags.parse(parts.length < 2 ? "" : parts[1]);
    return new InstructionLine(name, flags, InstructionArguments.parse(name, flags.rest()), line);
  }

  List<String> words() {
    return arguments.words();
  }

  /** Returns the only argument. */
  String word() {
    if (words().size() != 1) {
      throw refused(" requires exactly one argument");
    }
    return words().get(0);
  }

  void requireWords() {
    if (words().isEmpty()) {
      throw refused(" requires at least one argument");
    }
  }

  void requireNoFlags() {
    flags.requireKnown(Set.of());
  }

  IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(name.toUpperCase(Locale.ROOT) + why);
  }
}
