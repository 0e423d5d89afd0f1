package dev.lamina.examples.cli;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A walk through all of a tree in the order in which {@code sort} under {@code LC_ALL=C} would put
 * the files' paths. That is no order of directories: {@code a-b} comes between {@code a} and {@code
 * a/c}. So each directory is met twice, as a file and as a way, and only the names in the
 * directories on the way are in memory.
 */
final class SortedWalk {
  /** What to order the files by. */
  enum Order {
    /** By path. */
    PATH,
    /** By path, tab, and the target of a symbolic link. */
    PATH_AND_TARGET
  }

  /** Sees the files of a tree, the root first, and each once. */
  @FunctionalInterface
  interface Visitor {
    /** Sees a file. */
    void visit(TreeEntry entry) throws IOException;
  }

  private final Order order;
  private final Visitor visitor;
  private final Deque<Level> levels = new ArrayDeque<>();

  private SortedWalk(Order order, Visitor visitor) {
    this.order = order;
    this.visitor = visitor;
  }

  /** Walks through the tree below a root. */
  static void walk(Path root, Order order, Visitor visitor) throws IOException {
    new SortedWalk(order, visitor).walk(root);
  }

  private void walk(Path root) throws IOException {
    visitor.visit(TreeEntry.of(root, new byte[0]));
    levels.push(new Level(root, new byte[0], steps(root)));
    while (!levels.isEmpty()) {
      Level level = levels.peek();
      if (level.steps.hasNext()) {
        take(level, level.steps.next());
      } else {
        levels.pop();
      }
    }
  }

  private void take(Level level, Step step) throws IOException {
    Path path = level.directory.resolve(ByteNames.decode(step.name()));
    if (step.isWay) {
      levels.push(new Level(path, concat(level.prefix, step.key), steps(path)));
    } else {
      visitor.visit(TreeEntry.of(path, concat(level.prefix, step.name())));
    }
  }

  private Iterator<Step> steps(Path directory) throws IOException {
    List<Step> steps = new ArrayList<>();
    for (byte[] name : Names.in(directory)) {
      addSteps(directory.resolve(ByteNames.decode(name)), name, steps);
    }
    Collections.sort(steps);
    return steps.iterator();
  }

  private void addSteps(Path file, byte[] name, List<Step> steps) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      steps.add(new Step(concat(name, ascii("/")), name.length, true));
    }
    byte[] key = name;
    if (order == Order.PATH_AND_TARGET) {
      String target = attributes.isSymbolicLink() ? Files.readSymbolicLink(file).toString() : "";
      key = concat(name, concat(ascii("\t"), ByteNames.encode(target)));
    }
    steps.add(new Step(key, name.length, false));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A directory whose files are being visited. */
  private static final class Level {
    private final Path directory;
    private final byte[] prefix;
    private final Iterator<Step> steps;

    Level(Path directory, byte[] prefix, Iterator<Step> steps) {
      this.directory = directory;
      this.prefix = prefix;
      this.steps = steps;
    }
  }

  /** A file to visit, or a directory to go into, ordered by its key; small, as there are many. */
  private static final class Step implements Comparable<Step> {
    private final byte[] key;
    private final int nameLength;
    private final boolean isWay;

    Step(byte[] key, int nameLength, boolean isWay) {
      this.key = key;
      this.nameLength = nameLength;
      this.isWay = isWay;
    }

    byte[] name() {
      return Arrays.copyOf(key, nameLength);
    }

    @Override
    public int compareTo(Step other) {
      return Arrays.compareUnsigned(key, other.key);
    }
  }
}
