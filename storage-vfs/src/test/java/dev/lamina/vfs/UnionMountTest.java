package dev.lamina.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.contract.Cases;
import dev.lamina.spi.MountOptions.Credentials;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls on a union mount that were recorded on real overlayfs: ours must answer the same. */
final class UnionMountTest {
  private static final Permissions OTHER = Permissions.of(new Credentials(1, 1));

  /** Where the union was when the calls were recorded. */
  private static final String MOUNT = "/tmp/rel/um/m";

  @TempDir private Path disk;

  @Test
  void calls_onAUnion_answerAsOverlayfsDoes() throws IOException {
    List<JsonNode> subtests = Cases.read("unionmount/subtests.jsonl");
    Set<String> excluded = Cases.excluded(UnionMountTest.class, "unionmount/excluded.tsv").keySet();
    List<String> wrong = new ArrayList<>();
    String test = "";
    WritableTree tree = null;
    for (JsonNode subtest : subtests) {
      String key = subtest.get("test").asText() + subtest.get("trailing_slash");
      if (!key.equals(test)) {
        test = key;
        tree = new WritableTrees(disk.resolve(key)).tree(fixture());
      }
      if (!excluded.contains(subtest.get("test").asText() + ":" + subtest.get("line"))) {
        run(tree, subtest, wrong);
      }
    }

    assertThat(subtests).hasSize(358);
    assertThat(wrong).isEmpty();
  }

  private static FakeTree fixture() {
    FakeTree tree = new FakeTree().directory("a");
    for (int n = 100; n < 130; n++) {
      file(tree, "foo" + n, ":xxx:yyy:zzz", 1);
      tree.symlink("a/direct_sym" + n, "../a/foo" + n);
      tree.symlink("a/indirect_sym" + n, "direct_sym" + n);
      tree.symlink("a/pointless" + n, "no_foo" + n);
      tree.directory("a/dir" + n);
      file(tree, "dir" + n + "/a", "", 0);
      tree.directory("a/dir" + n + "/pop");
      file(tree, "dir" + n + "/pop/b", ":aaa:bbb:ccc", 0);
      tree.directory("a/dir" + n + "/pop/c");
      tree.symlink("a/direct_dir_sym" + n, "../a/dir" + n);
      tree.symlink("a/indirect_dir_sym" + n, "direct_dir_sym" + n);
      tree.directory("a/empty" + n);
      file(tree, "rootfile" + n, ":xxx:yyy:zzz", 0);
    }
    return tree;
  }

  private static void file(FakeTree tree, String path, String content, int owner) {
    tree.file("a/" + path, content).attributes("a/" + path, 0644, owner, owner, 0);
  }

  private static void run(WritableTree tree, JsonNode subtest, List<String> wrong)
      throws IOException {
    for (JsonNode operation : subtest.get("ops")) {
      String flags = operation.path("flags").asText();
      PosixCalls calls = new PosixCalls(tree).in("/a");
      calls.as(flags.contains("B") ? OTHER : Permissions.root());
      String expected = operation.path("err").asText("0");
      String actual = PosixCalls.answer(() -> perform(calls, operation, flags));
      if (!actual.equals(expected)) {
        wrong.add(subtest.get("test") + ":" + subtest.get("line") + " " + operation + " " + actual);
      }
    }
  }

  private static String perform(PosixCalls calls, JsonNode operation, String flags)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    operation.get("args").forEach(argument -> arguments.add(argument.asText().replace(MOUNT, "")));
    String name = operation.get("op").asText();
    return switch (name) {
      case "open-file" -> open(calls, operation, arguments.get(0), flags);
      case "readlink" -> readLink(calls, operation, arguments.get(0));
      case "utimes" -> {
        calls.touch(arguments.get(0), OptionalLong.empty(), OptionalLong.empty(), true);
        yield "0";
      }
      default -> calls.call(name, arguments);
    };
  }

  private static String open(PosixCalls calls, JsonNode operation, String path, String flags)
      throws IOException {
    boolean append = flags.contains("a");
    boolean write = append || flags.contains("w");
    OpenMode mode =
        new OpenMode(
            flags.contains("r") || !write,
            write,
            append,
            flags.contains("t"),
            flags.contains("c"),
            flags.contains("e"),
            false,
            true,
            false);
    return calls.open(
        path, mode, flags.contains("d"), 0644, (node, file) -> use(calls, operation, node, file));
  }

  private static String use(
      PosixCalls calls, JsonNode operation, TreeNode node, WritableTree.OpenFile file)
      throws IOException {
    if (operation.has("write")) {
      boolean append = operation.get("flags").asText().contains("a");
      calls.write(node, file, operation.get("write").asText(), append ? -1 : 0);
    }
    String content = PosixCalls.read(file, 0, 100);
    return operation.has("read") && !content.equals(operation.get("read").asText())
        ? "read " + content
        : "0";
  }

  private static String readLink(PosixCalls calls, JsonNode operation, String path)
      throws IOException {
    TreeNode node = calls.find(path, false);
    String target = new String(node.linkTarget(), UTF_8);
    if (target.isEmpty()) {
      return "EINVAL";
    }
    return target.equals(operation.path("content").asText()) ? "0" : target;
  }
}
