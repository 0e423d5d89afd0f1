package dev.lamina.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the threads of processes have written down: the calls of each name, and what went wrong. */
final class StressHistory {
  private final Map<String, List<Call>> calls = new TreeMap<>();
  private final Map<String, String> trees = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> locked = new ArrayList<>();
  private int count;

  /** Returns the calls that each name has had. */
  Map<String, List<Call>> calls() {
    return calls;
  }

  /** Returns what should not have happened. */
  List<String> problems() {
    return problems;
  }

  /**
   * Returns how long, in milliseconds, a call waited for the lock in vain, and what it was told.
   */
  List<String> locked() {
    return locked;
  }

  /** Returns how many calls there were. */
  int count() {
    return count;
  }

  /**
   * Reads what a thread has written.
   *
   * @param death when its process was dead; a call that had not answered until then may have
   *     happened
   */
  void read(Path file, long death) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    String[] begun = {};
    for (String line : text.substring(0, text.lastIndexOf("\n") + 1).lines().toList()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "B" -> begun = words;
        case "T" -> addTree(words[2], words[3]);
        case "E" -> addCall(begun, words, Long.parseLong(words[1]), true);
        case "L" -> locked.add(line.split(" ", 3)[2]);
        case "X" -> problems.add(file.getFileName() + " " + line);
        default -> throw new IOException(file + ": " + line);
      }
      if (!words[0].equals("B") && !words[0].equals("T")) {
        begun = new String[0];
        count++;
      }
    }
    if (begun.length > 0) {
      addCall(begun, begun, death, false);
    }
  }

  private void addCall(String[] begun, String[] effect, long end, boolean isCertain) {
    if (!effect[2].equals("-")) {
      long begin = Long.parseLong(begun[1]);
      calls
          .computeIfAbsent(effect[2], name -> new ArrayList<>())
          .add(new Call(begin, end, effect[3], effect[4], isCertain));
    }
  }

  private void addTree(String image, String tree) {
    String other = trees.putIfAbsent(image, tree);
    if (other != null && !other.equals(tree)) {
      problems.add("image " + image + " was read as " + tree + " and as " + other);
    }
  }
}
