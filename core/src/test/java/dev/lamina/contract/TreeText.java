package dev.lamina.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells a tree as lines, to compare it: {@code a/}, {@code a/b = text}, {@code c -> a/b}. */
public final class TreeText {
  private TreeText() {}

  /** Returns one line for each path below a root, sorted. */
  public static List<String> of(Path root) {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (!path.equals(root)) {
          lines.add(line(root, path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines.sort(null);
    return lines;
  }

  private static String line(Path root, Path path) throws IOException {
    String name = root.relativize(path).toString();
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      return name + "/";
    }
    if (attributes.isSymbolicLink()) {
      return name + " -> " + Files.readSymbolicLink(path);
    }
    return attributes.isRegularFile() ? name + " = " + Files.readString(path) : name + " ?";
  }
}
