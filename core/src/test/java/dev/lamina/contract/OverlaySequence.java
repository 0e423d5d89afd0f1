package dev.lamina.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Operations that were run one after the other on a real overlayfs mount. Trees are paths, each
 * with what is there as {@link #tree} has it.
 *
 * @param number which sequence it is
 * @param layers what was mounted, base first
 * @param initial the tree before
 * @param operations what was done, and what it gave
 * @param last the tree afterwards, and when it was mounted once more
 */
public record OverlaySequence(
    int number,
    List<List<Entry>> layers,
    Map<String, String> initial,
    List<FileOperation> operations,
    Map<String, String> last) {
  /**
   * One entry of a layer.
   *
   * @param kind {@code dir}, {@code file}, {@code symlink}, {@code whiteout} or {@code opaque}
   * @param text what is in a file, or where a link leads
   * @param mode in octal; empty if it has none
   */
  public record Entry(String kind, String path, String text, String mode) {
    static Entry of(JsonNode entry) {
      return new Entry(
          entry.get(0).asText(),
          entry.get(1).asText(),
          entry.get(2).asText(),
          entry.get(3).asText());
    }
  }

  /** Returns all sequences; skips the test if they are not there. */
  public static List<OverlaySequence> all() throws IOException {
    return Cases.read("nio-oracle/overlay_sequences.jsonl").stream()
        .map(OverlaySequence::of)
        .toList();
  }

  private static OverlaySequence of(JsonNode recorded) {
    return new OverlaySequence(
        recorded.get("case").asInt(),
        stream(recorded.get("layers")).map(layer -> stream(layer).map(Entry::of).toList()).toList(),
        paths(recorded.get("initial")),
        stream(recorded.get("ops")).map(FileOperation::of).toList(),
        paths(recorded.get("final")));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Map<String, String> paths(JsonNode tree) {
    Map<String, String> paths = new TreeMap<>();
    tree.fieldNames().forEachRemaining(path -> paths.put(path, tree.get(path).asText()));
    return paths;
  }

  /** Does all, and returns each answer that is not the recorded one, under which it is. */
  public Map<String, String> runIn(Path root) throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    compare("initial", initial, root, wrong);
    int at = 0;
    for (FileOperation operation : operations) {
      String answer = operation.runIn(root);
      if (!operation.isAnsweredBy(answer)) {
        wrong.put("%d.%02d".formatted(number, at), operation + ": " + answer);
      }
      at++;
    }
    compare("final", last, root, wrong);
    return wrong;
  }

  /** Returns how a tree differs from the one after all was done; nothing if it does not. */
  public Map<String, String> differenceOf(Path root, String when) throws IOException {
    Map<String, String> wrong = new TreeMap<>();
    compare(when, last, root, wrong);
    return wrong;
  }

  private void compare(
      String when, Map<String, String> expected, Path root, Map<String, String> wrong)
      throws IOException {
    Map<String, String> actual = tree(root);
    if (!expected.equals(actual)) {
      Map<String, String> missing = new TreeMap<>(expected);
      missing.entrySet().removeAll(actual.entrySet());
      Map<String, String> extra = new TreeMap<>(actual);
      extra.entrySet().removeAll(expected.entrySet());
      wrong.put(number + "." + when, "missing " + missing + ", too much " + extra);
    }
  }

  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(p -> !p.equals(root)).toList()) {
        lines.put(root.relativize(path).toString(), line(path));
      }
    }
    return lines;
  }

  private static String line(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "symlink " + Files.readSymbolicLink(path);
    }
    String permissions =
        PosixFilePermissions.toString(
            Files.readAttributes(path, PosixFileAttributes.class).permissions());
    return Files.isDirectory(path)
        ? "dir " + permissions
        : "file "
            + permissions
            + " nlink="
            + Files.getAttribute(path, "unix:nlink")
            + " "
            + Files.readString(path);
  }

  /**
   * Returns how changes differ from those that there must be: all that is new, and of what is gone
   * the topmost. What may be changed, the trees do not tell; what looks different is.
   *
   * @param changes as {@code docker diff} has them, of paths from the root
   */
  List<String> differenceOfChanges(List<String> changes) {
    List<String> wrong = new ArrayList<>();
    for (String change : expectedChanges()) {
      if (!changes.contains(change)) {
        wrong.add("missing " + change);
      }
    }
    for (String change : changes) {
      String path = change.substring(2);
      boolean may = change.startsWith("C ") && initial.containsKey(path) && last.containsKey(path);
      if (!may && !expectedChanges().contains(change)) {
        wrong.add("too much " + change);
      }
    }
    return wrong;
  }

  private List<String> expectedChanges() {
    List<String> changes = new ArrayList<>();
    initial.forEach(
        (path, what) -> {
          String now = last.get(path);
          if (now == null
              && isDirectory(initial, parent(path))
              && isDirectory(last, parent(path))) {
            changes.add("D " + path);
          } else if (now != null && !withoutLinks(now).equals(withoutLinks(what))) {
            changes.add("C " + path);
          }
        });
    last.keySet().stream()
        .filter(path -> !initial.containsKey(path))
        .forEach(path -> changes.add("A " + path));
    return changes;
  }

  private static String withoutLinks(String line) {
    return line.replaceFirst(" nlink=\\d+ ", " ");
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static boolean isDirectory(Map<String, String> tree, String path) {
    return path.isEmpty() || tree.getOrDefault(path, "").startsWith("dir ");
  }
}
