package dev.lamina.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.contract.Cases;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random sequences of operations that were run on real overlayfs mounts: ours must be the same. */
final class OverlaySequencesTest {
  /** Where overlayfs was mounted: links that led out of it led to nothing. */
  private static final String MOUNT = "/mnt";

  @TempDir private Path disk;

  @Test
  void sequences_onLayers_answerAsOverlayfsDoes() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<JsonNode> cases = Cases.read("nio-oracle/overlay_sequences.jsonl");
    for (JsonNode each : cases) {
      run(each, wrong);
    }

    assertThat(cases).hasSize(432);
    assertThat(wrong).isEmpty();
  }

  private void run(JsonNode sequence, List<String> wrong) throws IOException {
    String name = "case " + sequence.get("case").asText();
    WritableTrees trees = new WritableTrees(disk.resolve(sequence.get("case").asText()));
    try (UnionFileSystem files = trees.open(layers(sequence))) {
      compare(name + " initial", sequence.get("initial"), tree(files.getPath(MOUNT)), wrong);
      int at = 0;
      for (JsonNode operation : sequence.get("ops")) {
        String expected = operation.get(2).asText();
        String actual = answer(files, operation);
        if (!isSame(expected, actual)) {
          wrong.add(name + " " + at + " " + operation + ": " + actual);
        }
        at++;
      }
      compare(name + " final", sequence.get("final"), tree(files.getPath(MOUNT)), wrong);
      assertThat(files.resources().size()).isZero();
    }
    try (UnionFileSystem files = trees.open(layers(sequence))) {
      compare(name + " remount", sequence.get("after_remount"), tree(files.getPath(MOUNT)), wrong);
    }
  }

  /** Where overlayfs says no more than that the file system fails, ours may say why. */
  private static boolean isSame(String expected, String actual) {
    return expected.equals(actual)
        || (actual.startsWith("!")
            && (expected.equals("!FileSystemException") || expected.equals("!IOException")));
  }

  private static void compare(
      String what, JsonNode expected, Map<String, String> actual, List<String> wrong) {
    Map<String, String> all = new TreeMap<>();
    expected.fieldNames().forEachRemaining(path -> all.put(path, expected.get(path).asText()));
    if (!all.equals(actual)) {
      Map<String, String> missing = new TreeMap<>(all);
      missing.entrySet().removeAll(actual.entrySet());
      Map<String, String> extra = new TreeMap<>(actual);
      extra.entrySet().removeAll(all.entrySet());
      wrong.add(what + ": missing " + missing + ", too much " + extra);
    }
  }

  private static FakeTree layers(JsonNode sequence) {
    Map<String, JsonNode> union = new TreeMap<>();
    for (JsonNode layer : sequence.get("layers")) {
      List<String> own = new ArrayList<>();
      for (JsonNode entry : layer) {
        String path = entry.get(1).asText();
        String kind = entry.get(0).asText();
        JsonNode below = union.get(path);
        boolean united = kind.equals("dir") && below != null && isDirectory(below);
        if (kind.equals("opaque")) {
          union.keySet().removeIf(p -> p.startsWith(path + "/") && !own.contains(p));
          continue;
        }
        if (!united && !own.contains(path)) {
          union.keySet().removeIf(p -> p.startsWith(path + "/") && !own.contains(p));
        }
        union.remove(path);
        if (!kind.equals("whiteout")) {
          union.put(path, entry);
          own.add(path);
        }
      }
    }
    FakeTree tree = new FakeTree();
    union.forEach((path, entry) -> add(tree, MOUNT.substring(1) + "/" + path, entry));
    return tree;
  }

  private static boolean isDirectory(JsonNode entry) {
    return entry.get(0).asText().equals("dir");
  }

  private static void add(FakeTree tree, String path, JsonNode entry) {
    String text = entry.get(2).asText();
    switch (entry.get(0).asText()) {
      case "dir" -> tree.directory(path);
      case "file" -> tree.file(path, text);
      case "symlink" -> tree.symlink(path, text);
      default -> throw new AssertionError(entry);
    }
    String mode = entry.get(3).asText();
    if (!mode.isEmpty()) {
      tree.attributes(path, Integer.parseInt(mode, 8), 0, 0, 0);
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

  private static String answer(UnionFileSystem files, JsonNode operation) {
    try {
      String result = perform(files, operation.get(0).asText(), operation.get(1));
      return result.isEmpty() ? "ok" : "ok " + result;
    } catch (FileSystemException e) {
      return "!" + e.getClass().getSimpleName().replace("WhyNot", "Not");
    } catch (IOException e) {
      return "!" + e.getClass().getSimpleName();
    }
  }

  private static String perform(UnionFileSystem files, String operation, JsonNode arguments)
      throws IOException {
    Path path = files.getPath(MOUNT, arguments.get(0).asText());
    String second = arguments.size() > 1 ? arguments.get(1).asText() : "";
    Path other = files.getPath(MOUNT, second);
    return switch (operation) {
      case "read" -> Files.readString(path);
      case "toRealPath" -> path.toRealPath().toString().replaceFirst(MOUNT, "@");
      case "isSameFile" -> "" + Files.isSameFile(path, other);
      case "deleteIfExists" -> "" + Files.deleteIfExists(path);
      case "attrs" -> attributes(path);
      case "list" -> list(path);
      default -> {
        change(operation, path, other, second, files);
        yield "";
      }
    };
  }

  private static String attributes(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isSymbolicLink()
        ? "symlink"
        : attributes.isDirectory() ? "dir" : "file size=" + attributes.size();
  }

  private static String list(Path path) throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.map(c -> c.getFileName().toString()).sorted().toList().toString();
    }
  }

  private static void change(
      String operation, Path path, Path other, String text, UnionFileSystem files)
      throws IOException {
    switch (operation) {
      case "createDirectory" -> Files.createDirectory(path);
      case "createDirectories" -> Files.createDirectories(path);
      case "createFile" -> Files.createFile(path);
      case "createLink" -> Files.createLink(path, other);
      case "createSymbolicLink" -> Files.createSymbolicLink(path, files.getPath(text));
      case "delete" -> Files.delete(path);
      case "setPerm" -> Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text));
      case "write" -> Files.write(path, text.getBytes(UTF_8));
      case "append" -> Files.write(path, text.getBytes(UTF_8), StandardOpenOption.APPEND);
      case "truncate" -> truncate(path, Long.parseLong(text));
      case "copy" -> Files.copy(path, other);
      case "copyReplaceNofollow" ->
          Files.copy(path, other, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
      case "move" -> Files.move(path, other, new CopyOption[0]);
      case "moveReplace" -> Files.move(path, other, StandardCopyOption.REPLACE_EXISTING);
      case "moveAtomic" -> Files.move(path, other, StandardCopyOption.ATOMIC_MOVE);
      default -> throw new AssertionError(operation);
    }
  }

  private static void truncate(Path path, long size) throws IOException {
    try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
