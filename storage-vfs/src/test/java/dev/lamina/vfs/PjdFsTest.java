package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.contract.Cases;
import dev.lamina.spi.MountOptions.Credentials;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** POSIX's rules as scripts, with what overlayfs answers: ours must answer the same. */
final class PjdFsTest {
  private static final Pattern LONG_NAME = Pattern.compile("L(\\d+)_(\\d+)");

  /** All but the last name of a path that is as long as paths can be. */
  private static final Pattern LONG_PATH = Pattern.compile("L127_0(/L127_\\d+)*(?=/L12[78]_\\d+ )");

  @TempDir private Path disk;

  /** What a script did so far. */
  private static final class Run {
    final Map<String, Long> inodes = new HashMap<>();
    final PosixCalls calls;

    Run(WritableTree tree) {
      calls = new PosixCalls(tree);
    }
  }

  @Test
  void scripts_ofAllThatCanBeAsked_answerAsOverlayfsDoes() throws IOException {
    Map<String, String> excluded = Cases.excluded(PjdFsTest.class, "pjdfstest/excluded.tsv");
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    List<JsonNode> scripts = Cases.read("pjdfstest/scripts.jsonl");
    for (JsonNode script : scripts) {
      String test = script.get("test").asText();
      if (excluded.containsKey(test)) {
        continue;
      }
      Run run = new Run(new WritableTrees(disk.resolve(test)).tree(new FakeTree()));
      makeParents(run, script);
      for (JsonNode operation : script.get("ops")) {
        String actual = PosixCalls.answer(() -> perform(run, operation));
        asked++;
        if (!isExpected(run, operation, actual)) {
          wrong.add(test + " " + operation + ": " + actual);
        }
      }
    }

    assertThat(scripts).hasSize(84);
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(3000);
  }

  /** Makes the directories of the longest path, as the scripts did before they began. */
  private static void makeParents(Run run, JsonNode script) throws IOException {
    String path = "";
    Matcher first = LONG_PATH.matcher(script.toString());
    if (first.find()) {
      for (String name : first.group().split("/")) {
        path += (path.isEmpty() ? "" : "/") + longNames(name);
        run.calls.umask(0).call("mkdir", List.of(path, "0755"));
      }
    }
  }

  private static boolean isExpected(Run run, JsonNode operation, String actual) {
    String recorded = operation.path("overlay").asText(operation.get("expect").asText());
    String expected = recorded.replace("socket", "fifo");
    List<String> words = List.of(operation.get("cmd").asText().split(" "));
    String fields = words.get(words.size() - 1);
    if (!fields.contains("inode") || actual.startsWith("E") || expected.startsWith("E")) {
      return Set.of(expected.split("\\|")).contains(actual) || actual.matches(expected);
    }
    String[] names = fields.split(",");
    String[] left = expected.split(",");
    String[] right = actual.split(",");
    for (int i = 0; i < names.length; i++) {
      boolean same =
          names[i].equals("inode")
              ? run.inodes.computeIfAbsent(left[i], number -> id(right, names)) == id(right, names)
              : left[i].equals(right[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static long id(String[] values, String[] names) {
    return Long.parseLong(values[List.of(names).indexOf("inode")]);
  }

  private static String perform(Run run, JsonNode operation) throws IOException {
    Deque<String> words = new ArrayDeque<>();
    words.addAll(List.of(longNames(operation.get("cmd").asText()).split(" ")));
    PosixCalls calls = run.calls.as(Permissions.root()).in("/" + operation.path("cwd").asText());
    calls.umask(words.getFirst().equals("-U") ? umask(words) : 0).as(user(words));
    String name = words.removeFirst();
    List<String> arguments = List.copyOf(words);
    return switch (name) {
      case "stat", "lstat" -> stat(calls.find(arguments.get(0), name.equals("stat")), arguments);
      // A socket is a file in no layer; a pipe has the same permissions, owners and times.
      case "bind" -> calls.call("mkfifo", List.of(arguments.get(0), "0777"));
      case "open" -> open(calls, arguments);
      case "unlink", "rmdir", "rename" -> {
        String answer = calls.call(name, arguments);
        run.inodes.clear(); // Overlayfs may give the number to another file.
        yield answer;
      }
      default -> calls.call(name, arguments);
    };
  }

  private static String longNames(String text) {
    return LONG_NAME.matcher(text).replaceAll(m -> longName(m.group(1), m.group(2)));
  }

  private static String longName(String length, String number) {
    return (number + "x".repeat(255)).substring(0, Integer.parseInt(length));
  }

  private static int umask(Deque<String> words) {
    words.removeFirst();
    return Integer.parseInt(words.removeFirst(), 8);
  }

  private static Permissions user(Deque<String> words) {
    long uid = 0;
    long gid = 0;
    while (words.getFirst().startsWith("-")) {
      switch (words.removeFirst()) {
        case "-u" -> uid = Long.parseLong(words.removeFirst());
        case "-g" -> gid = Long.parseLong(words.removeFirst().split(",")[0]);
        default -> {}
      }
    }
    return Permissions.of(new Credentials(uid, gid));
  }

  private static String stat(TreeNode node, List<String> arguments) {
    List<String> values = new ArrayList<>();
    for (String field : arguments.get(1).split(",")) {
      values.add(
          switch (field) {
            case "mode" -> "0" + Integer.toOctalString(node.attributes().mode());
            case "type" -> type(node.type());
            case "uid" -> "" + node.attributes().uid();
            case "gid" -> "" + node.attributes().gid();
            case "size" -> "" + node.size();
            case "nlink" -> "" + node.linkCount();
            case "inode" -> "" + node.fileId();
            case "mtime" -> "" + node.attributes().modifiedNanos() / 1_000_000_000;
            case "mtime_ns" -> "" + node.attributes().modifiedNanos() % 1_000_000_000;
            case "atime" -> "" + accessed(node) / 1_000_000_000;
            case "atime_ns" -> "" + accessed(node) % 1_000_000_000;
            default -> throw new AssertionError(field);
          });
    }
    return String.join(",", values);
  }

  private static long accessed(TreeNode node) {
    return node instanceof TimedNode timed ? timed.accessedNanos() : 0;
  }

  private static String type(NodeType type) {
    return switch (type) {
      case FILE -> "regular";
      case DIRECTORY -> "dir";
      case SYMLINK -> "symlink";
      case FIFO -> "fifo";
      case BLOCK_DEVICE -> "block";
      case CHARACTER_DEVICE -> "char";
    };
  }

  private static String open(PosixCalls calls, List<String> words) throws IOException {
    int colon = words.indexOf(":");
    if (colon > 0 && words.get(colon + 1).equals("utimensat")) {
      return touch(calls, words.subList(colon + 2, words.size()));
    }
    List<String> flags = List.of(words.get(1).split(","));
    boolean update = flags.contains("O_RDWR");
    boolean write = update || flags.contains("O_WRONLY");
    OpenMode mode =
        new OpenMode(
            update || !write,
            write,
            false,
            false,
            flags.contains("O_CREAT"),
            false,
            false,
            !flags.contains("O_NOFOLLOW"),
            false);
    int permissions = mode.create() ? Integer.parseInt(words.get(2), 8) : 0;
    List<String> then = colon < 0 ? List.of() : words.subList(colon + 1, words.size());
    return calls.open(
        words.get(0), mode, false, permissions, (node, file) -> use(calls, node, file, then));
  }

  private static String use(
      PosixCalls calls, TreeNode node, WritableTree.OpenFile file, List<String> words)
      throws IOException {
    if (words.isEmpty()) {
      return "0";
    }
    switch (words.get(0)) {
      case "write" -> calls.write(node, file, words.get(2), 0);
      case "pwrite" -> calls.write(node, file, words.get(2), Long.parseLong(words.get(3)));
      case "pread" -> {
        return PosixCalls.read(file, Long.parseLong(words.get(3)), Integer.parseInt(words.get(2)));
      }
      default -> throw new AssertionError(words);
    }
    int more = words.indexOf("fstat");
    return more < 0 ? "0" : stat(node, words.subList(more + 1, words.size()));
  }

  private static String touch(PosixCalls calls, List<String> words) throws IOException {
    boolean now = words.get(2).equals("UTIME_NOW") || words.get(3).equals("UTIME_NOW");
    calls.touch(
        words.get(1), time(words.get(4), words.get(5)), time(words.get(2), words.get(3)), now);
    return "0";
  }

  private static OptionalLong time(String seconds, String nanos) {
    return nanos.startsWith("UTIME")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(seconds) * 1_000_000_000 + Long.parseLong(nanos));
  }
}
