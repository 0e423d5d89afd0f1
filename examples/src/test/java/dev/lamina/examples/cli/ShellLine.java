package dev.lamina.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a shell as far as recordings have them: {@code [echo TEXT |] docker ARGUMENTS [|
 * sort]}.
 *
 * @param arguments the arguments, without quotes
 * @param input what the command reads
 * @param filter what its output goes through: {@code sort}, {@code wc -c}, {@code wc -l} or nothing
 */
record ShellLine(List<String> arguments, String input, String filter) {
  private static final String PIPE = " | ";
  private static final String ECHO = "echo ";
  private static final String PROGRAM = "docker ";

  static ShellLine parse(String line) {
    int pipe = line.startsWith(ECHO) ? line.indexOf(PIPE) : -1;
    String input = pipe < 0 ? "" : line.substring(ECHO.length(), pipe) + "\n";
    String rest = pipe < 0 ? line : line.substring(pipe + PIPE.length());
    int last = rest.lastIndexOf(PIPE);
    String command = (last < 0 ? rest : rest.substring(0, last)).replace(" < /dev/null", "");
    String filter = last < 0 ? "" : rest.substring(last + PIPE.length());
    return new ShellLine(words(command.substring(PROGRAM.length())), input, filter);
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isQuoted = false;
    boolean isWord = false;
    for (char c : command.toCharArray()) {
      if (c == '\'') {
        isQuoted = !isQuoted;
        isWord = true;
      } else if (c != ' ' || isQuoted) {
        word.append(c);
        isWord = true;
      } else {
        addIf(isWord, word, words);
        isWord = false;
      }
    }
    addIf(isWord, word, words);
    return words;
  }

  private static void addIf(boolean isWord, StringBuilder word, List<String> words) {
    if (isWord) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** Runs the line, with other arguments before its own. */
  Run run(List<String> first) {
    List<String> all = new ArrayList<>(first);
    all.addAll(arguments);
    Run run = Run.withInput(input.getBytes(UTF_8), all.toArray(String[]::new));
    return filter.isEmpty() ? run : new Run(0, filtered(run.out()), run.err());
  }

  private String filtered(String out) {
    return switch (filter) {
      case "sort" -> out.lines().sorted().collect(joining("\n", "", "\n"));
      case "wc -l" -> out.lines().count() + "\n";
      default -> out.getBytes(UTF_8).length + "\n";
    };
  }
}
