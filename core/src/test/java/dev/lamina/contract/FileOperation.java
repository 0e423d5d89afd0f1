package dev.lamina.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Something done to a tree of files.
 *
 * @param name what is done
 * @param path where, from the root of the tree
 * @param argument another such path, a link's target, a mode, or what to write; may be empty
 * @param answer what it gave when it was recorded: {@code ok}, a result after it with {@code @} for
 *     the root, or {@code !} and the name of an exception
 */
record FileOperation(String name, String path, String argument, String answer) {
  static FileOperation of(JsonNode recorded) {
    JsonNode arguments = recorded.get(1);
    return new FileOperation(
        recorded.get(0).asText(),
        arguments.get(0).asText(),
        arguments.size() > 1 ? arguments.get(1).asText() : "",
        recorded.get(2).asText());
  }

  /** Returns whether an answer is the recorded one; where that says only "failed", any failure. */
  boolean isAnsweredBy(String actual) {
    return answer.equals(actual)
        || (actual.startsWith("!")
            && (answer.equals("!FileSystemException") || answer.equals("!IOException")));
  }

  /** Does it, and returns the answer. */
  String runIn(Path root) {
    try {
      String result = perform(root, root.resolve(path), root.resolve(argument));
      return result.isEmpty() ? "ok" : "ok " + result;
    } catch (FileSystemException e) {
      return "!" + e.getClass().getSimpleName().replace("WhyNot", "Not");
    } catch (IOException e) {
      return "!" + e.getClass().getSimpleName();
    }
  }

  private String perform(Path root, Path file, Path other) throws IOException {
    return switch (name) {
      case "read" -> Files.readString(file);
      case "toRealPath" -> file.toRealPath().toString().replace(root.toRealPath().toString(), "@");
      case "isSameFile" -> "" + Files.isSameFile(file, other);
      case "deleteIfExists" -> "" + Files.deleteIfExists(file);
      case "attrs" -> attributes(file);
      case "list" -> list(file);
      default -> {
        change(file, other);
        yield "";
      }
    };
  }

  private static String attributes(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isSymbolicLink()
        ? "symlink"
        : attributes.isDirectory() ? "dir" : "file size=" + attributes.size();
  }

  private static String list(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(c -> c.getFileName().toString()).sorted().toList().toString();
    }
  }

  private void change(Path file, Path other) throws IOException {
    switch (name) {
      case "createDirectory" -> Files.createDirectory(file);
      case "createDirectories" -> Files.createDirectories(file);
      case "createFile" -> Files.createFile(file);
      case "createLink" -> Files.createLink(file, other);
      case "createSymbolicLink" ->
          Files.createSymbolicLink(file, file.getFileSystem().getPath(argument));
      case "delete" -> Files.delete(file);
      case "setPerm" ->
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(argument));
      case "write" -> Files.write(file, argument.getBytes(UTF_8));
      case "append" -> Files.write(file, argument.getBytes(UTF_8), StandardOpenOption.APPEND);
      case "truncate" -> truncate(file, Long.parseLong(argument));
      case "copy" -> Files.copy(file, other);
      case "copyReplaceNofollow" ->
          Files.copy(file, other, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
      case "move" -> Files.move(file, other);
      case "moveReplace" -> Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
      case "moveAtomic" -> Files.move(file, other, StandardCopyOption.ATOMIC_MOVE);
      default -> throw new AssertionError(name);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
