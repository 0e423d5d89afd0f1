package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.Durability;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random steps on a writable tree and on a plain file system, which must stay alike. */
final class UpperModelTest {
  private static final int STEPS = 1500;
  private static final String[] NAMES = {"a", "b", "c", "d"};

  private final FileSystem fileSystem =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder().setAttributeViews("basic", "unix").build());
  private final Path model = fileSystem.getPath("/model");
  private final Path changes = fileSystem.getPath("/changes");

  private void below(FakeTree tree, Random random, String path, int depth) throws IOException {
    for (String name : NAMES) {
      String child = path.isEmpty() ? name : path + "/" + name;
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          tree.directory(child);
          Files.createDirectory(model.resolve(child));
          if (depth < 4) {
            below(tree, random, child, depth + 1);
          }
        }
        case 2, 3 -> {
          tree.file(child, "below " + child);
          Files.writeString(model.resolve(child), "below " + child);
          if (random.nextBoolean()) {
            tree.hardLink(child + "-link", child);
            Files.createLink(model.resolve(child + "-link"), model.resolve(child));
          }
        }
        default -> {
          tree.symlink(child, "target");
          Files.createSymbolicLink(model.resolve(child), fileSystem.getPath("target"));
        }
      }
    }
  }

  private FakeTree below(long seed) throws IOException {
    FakeTree tree = new FakeTree();
    below(tree, new Random(seed), "", 0);
    return tree;
  }

  private UpperTrees open(long seed) throws IOException {
    Path before = fileSystem.getPath("/before");
    boolean isFirst = !Files.exists(model);
    if (!isFirst) {
      Files.move(model, before);
    }
    Files.createDirectory(model);
    FakeTree below = below(seed);
    if (!isFirst) {
      try (Stream<Path> files = Files.walk(model)) {
        for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
      Files.move(before, model);
    }
    MountOptions options = MountOptions.of(Clock.systemUTC(), Durability.FAST);
    return new UpperTrees(UpperTree.open(below, changes, options, 1 << 14));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomSteps_giveWhatAPlainFileSystemGives(long seed) throws IOException {
    Files.createDirectory(changes);
    Random random = new Random(seed);
    UpperTrees tree = open(seed);
    for (int i = 0; i < STEPS; i++) {
      step(tree, random, i);
      if (i % 50 == 0) {
        assertThat(listing(tree)).isEqualTo(listing());
        assertOriginsAreTrue(tree);
      }
      if (i % 200 == 199) {
        tree.tree().close();
        tree = open(seed);
        assertThat(listing(tree)).isEqualTo(listing());
      }
    }
    tree.tree().close();
    fileSystem.close();
  }

  private void step(UpperTrees tree, Random random, int number) throws IOException {
    String path = path(random);
    String other = path(random);
    switch (random.nextInt(9)) {
      case 0 -> both(() -> tree.mkdir(path), () -> Files.createDirectory(plain(path)));
      case 1 -> both(() -> append(tree, path, number), () -> append(path, number));
      case 2 ->
          both(
              () -> tree.make(path, NodeType.SYMLINK, "/to/" + other),
              () -> Files.createSymbolicLink(plain(path), fileSystem.getPath("/to/" + other)));
      case 3 -> both(() -> link(tree, path, other), () -> link(path, other));
      case 4 -> both(() -> tree.unlink(path), () -> delete(path, false));
      case 5 -> both(() -> tree.rmdir(path), () -> delete(path, true));
      default -> both(() -> tree.rename(path, other), () -> rename(path, other));
    }
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      path.append(path.isEmpty() ? "" : "/").append(NAMES[random.nextInt(NAMES.length)]);
    }
    return path + (random.nextInt(5) == 0 ? "-link" : "");
  }

  /** A step that may be refused. */
  @FunctionalInterface
  private interface Step {
    void make() throws IOException;
  }

  private static void both(Step one, Step other) throws IOException {
    boolean isRefused = isRefused(one);

    assertThat(isRefused(other)).isEqualTo(isRefused);
  }

  private static boolean isRefused(Step step) throws IOException {
    try {
      step.make();
      return false;
    } catch (ErrnoException | FileSystemException e) {
      return true;
    }
  }

  private static void append(UpperTrees tree, String path, int number) throws IOException {
    TreeNode file = tree.has(path) ? tree.node(path) : tree.make(path, NodeType.FILE, "");
    try (WritableTree.OpenFile open = tree.tree().open(file, true)) {
      open.append(ByteBuffer.wrap((" " + number).getBytes(StandardCharsets.UTF_8)));
    }
  }

  // Steps on the tree do not follow links, so those on the model must not.
  private Path plain(String path) throws IOException {
    Path at = model;
    for (String name : path.split("/")) {
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(path);
      }
      at = at.resolve(name);
    }
    return at;
  }

  private void append(String path, int number) throws IOException {
    if (Files.isSymbolicLink(plain(path))) {
      throw new FileSystemException(path);
    }
    Files.writeString(
        plain(path),
        " " + number,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        LinkOption.NOFOLLOW_LINKS);
  }

  // The model cannot make a second name of a symbolic link.
  private static void link(UpperTrees tree, String existing, String path) throws IOException {
    if (tree.node(existing).type() == NodeType.SYMLINK) {
      throw new FileSystemException(existing);
    }
    tree.link(existing, path);
  }

  private void link(String existing, String path) throws IOException {
    Files.createLink(plain(path), plain(existing));
  }

  private void delete(String path, boolean isDirectory) throws IOException {
    if (Files.isDirectory(plain(path), LinkOption.NOFOLLOW_LINKS) != isDirectory) {
      throw new FileSystemException(path);
    }
    Files.delete(plain(path));
  }

  private void rename(String from, String to) throws IOException {
    Path source = plain(from);
    Path target = plain(to);
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(from);
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (key(source).equals(key(target))) {
        return;
      }
      boolean isDirectory = Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
      if (target.startsWith(source)
          || isDirectory != Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(to);
      }
      Files.delete(target);
    } else if (target.startsWith(source)) {
      throw new FileSystemException(to);
    }
    Files.move(source, target);
  }

  private static Object key(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> listing() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(model)) {
      for (Path path : paths.sorted().skip(1).toList()) {
        String line = "/" + model.relativize(path);
        if (Files.isSymbolicLink(path)) {
          line += " -> " + Files.readSymbolicLink(path);
        } else if (Files.isRegularFile(path)) {
          line += " = " + Files.readString(path);
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          line += " " + Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        }
        lines.add(line);
      }
    }
    return lines.stream().sorted().toList();
  }

  private static List<String> listing(UpperTrees tree) throws IOException {
    List<String> lines = new ArrayList<>();
    list(tree, tree.tree().root(), "", lines);
    return lines.stream().sorted().toList();
  }

  private static void list(UpperTrees tree, TreeNode directory, String path, List<String> lines)
      throws IOException {
    for (TreeNode node : tree.tree().children(directory)) {
      String child = path + "/" + ByteNames.decode(node.name());
      assertThat(tree.tree().child(directory, node.name())).contains(node);
      if (node.type() == NodeType.DIRECTORY) {
        lines.add(child);
        assertThat(tree.tree().parent(node)).isEqualTo(directory);
        list(tree, node, child, lines);
      } else if (node.type() == NodeType.SYMLINK) {
        lines.add(child + " -> " + ByteNames.decode(node.linkTarget()) + " " + node.linkCount());
      } else {
        lines.add(child + " = " + UpperTrees.content(tree.tree(), node) + " " + node.linkCount());
      }
    }
  }

  /** Where a directory says that it is the one below, it must be, with all under it. */
  private static void assertOriginsAreTrue(UpperTrees tree) throws IOException {
    assertOriginsAreTrue(tree, tree.tree().root());
  }

  private static void assertOriginsAreTrue(UpperTrees tree, TreeNode directory) throws IOException {
    boolean isLowers = isLowers(directory);
    for (TreeNode node : tree.tree().children(directory)) {
      if (isLowers) {
        assertThat(isLowers(node)).isTrue();
        assertThat(node.layer()).isZero();
      }
      if (node.type() == NodeType.DIRECTORY) {
        assertOriginsAreTrue(tree, node);
      }
    }
  }

  private static boolean isLowers(TreeNode node) {
    return !(node.origin() instanceof UpperNode) && !(node.origin() instanceof UpperInode);
  }
}
