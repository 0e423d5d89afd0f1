package dev.lamina.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.internal.layer.TreeLines;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a changed overlay's tree tells is what the mount shows. */
final class OverlayTreeTest {
  private static final List<String> OPTIONS =
      List.of(
          "index=on,redirect_dir=off,metacopy=off",
          "index=off,redirect_dir=off,metacopy=off",
          "index=on,redirect_dir=on,metacopy=on",
          "index=off,redirect_dir=on,metacopy=on",
          "index=on,userxattr");

  private static final String LINKED_DEVICE = "ln c c2; ln s s2; ln p p2";

  /** Steps, of which all but the first two kinds are the shell's. */
  private static final String SCRIPTS =
      """
      true
      echo new > new; echo more >> d/a; echo other > d/b
      chmod 600 d/a; chmod 1777 d/e; chmod 4711 d/e/f
      chown 5:6 d/a; chown 70000:70001 d/e; chown -h 9:9 s
      touch -d 2001-02-03T04:05:06.789012345 d/a d/e; touch -h -d 1960-01-01 s
      truncate -s 1 d/a; truncate -s 100000 d/e/f
      xattr user.note changed d/b; xattr user.more x d; xattr user.x x e/y
      unxattr user.note d/b
      xattr trusted.other x d/a; xattr user.kept y d/a
      mv d/a d/z; mv d/e/f f
      mv d/a d/b
      mv e d/moved; mkdir e; echo 1 > e/y
      mv d/e/deep deep; echo x > deep/new; rm deep/x
      mkdir q; mv d/e/deep q/deep; mv q r; mv r/deep r/again
      mv d dd; mv dd/e ee; echo x >> ee/f; mv ee/deep dd/deep; chmod 700 dd/deep
      mv d dd; mv dd d
      rm -r d/e; mkdir d/e; echo x > d/e/g
      rm -r d; mkdir d
      rm -r e; echo x > e
      rm d/a; mkdir d/a; echo x > d/a/b; rm -r d/a; echo y > d/a
      rm h1
      rm h1 d/h2
      rm h1 d/h2 d/e/h3
      rm k1; echo x > k1
      echo more >> h1
      echo more >> d/h2; rm h1
      chmod 600 d/e/h3; ln h1 h4; rm d/h2
      ln h1 h4; ln h4 d/e/h5
      ln d/a a2
      ln d/a a2; rm d/a; echo more >> a2
      mv h1 d/e/h1; echo more >> d/h2
      mv d/k2 d/b; mv k1 d/e/k; echo more >> d/b
      rm -r d; echo more >> h1
      echo more >> k1; chmod 600 h1; mv d dd
      echo 1 > n1; ln n1 n2; ln n1 d/n3; rm n2
      ln -s there d/l; ln -s d/a// l2; rm s; mv p pp; mkfifo e/p
      mknod e/c c 1 5; mknod e/b b 7 300; chmod 640 c
      ln c c2; ln s s2; ln p p2
      socket e/socket; rm d/a; socket d/a
      echo x > "$(printf 'n\\377\\351/\\001\\200')"; rm "$(printf 'n\\377\\351/\\376')"
      mv "$(printf 'n\\377\\351')" "$(printf '\\303\\244\\377')"
      chmod 700 .; xattr user.root x .; chown 1:1 .
      chmod 600 d/a; echo more >> d/a; chmod 640 d/b; mv d/b bb
      mv d/b bb; chmod 600 bb; ln bb d/bbb
      find . ! -type l -exec chmod go-w {} +
      chmod 0 d/a; chmod 0 e
      """;

  @TempDir private Path directory;

  static Stream<Arguments> cases() {
    return SCRIPTS
        .lines()
        .flatMap(script -> OPTIONS.stream().map(options -> Arguments.of(script, options)))
        .filter(OverlayTreeTest::isShownRight);
  }

  /** With userxattr the mount shows one file as several if it can have no user's attributes. */
  private static boolean isShownRight(Arguments script) {
    return !(LINKED_DEVICE.equals(script.get()[0]) && script.get()[1].equals(OPTIONS.get(4)));
  }

  @ParameterizedTest(name = "{0} [{1}]")
  @MethodSource("cases")
  void tree_afterSteps_isWhatTheMountShows(String script, String options) throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, options)) {
      for (String step : script.split("; ")) {
        apply(mount.root(), step);
      }

      assertIsShown(mount);
    }
  }

  private static void apply(Path root, String step) throws IOException {
    String[] words = step.split(" ");
    switch (words[0]) {
      case "xattr" -> Posix.setXattr(root.resolve(words[3]), words[1], words[2].getBytes(UTF_8));
      case "unxattr" -> Posix.removeXattr(root.resolve(words[2]), words[1]);
      case "socket" ->
          ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(root.resolve(words[1])))
              .close();
      default -> ChangedMount.run(root, step);
    }
  }

  private static void assertIsShown(ChangedMount mount) throws IOException {
    List<String> shown = lines(mount.mounted());
    assertThat(lines(mount.tree())).isEqualTo(shown);
    assertThat(counts(mount.tree())).isEqualTo(counts(mount.mounted()));
    assertThat(withoutRootTime(TreeLines.of(mount.committed()))).isEqualTo(withoutRootTime(shown));
    assertOriginsAreTrue(mount);
  }

  private static List<String> lines(LayerTree tree) throws IOException {
    return TreeLines.of(tree);
  }

  private static List<String> withoutRootTime(List<String> lines) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(0, lines.get(0).replaceFirst("(\\d+:\\d+) -?\\d+", "$1"));
    return changed;
  }

  /** Returns sizes and numbers of names, by path. */
  private static Map<EntryPath, String> counts(LayerTree tree) throws IOException {
    Map<EntryPath, String> counts = new TreeMap<>();
    nodes(tree)
        .forEach((path, node) -> counts.put(path, node.size() + " links=" + node.linkCount()));
    return counts;
  }

  private static Map<EntryPath, TreeNode> nodes(LayerTree tree) throws IOException {
    Map<EntryPath, TreeNode> nodes = new TreeMap<>();
    addNodes(tree, tree.root(), EntryPath.ROOT, nodes);
    return nodes;
  }

  private static void addNodes(
      LayerTree tree, TreeNode node, EntryPath path, Map<EntryPath, TreeNode> nodes)
      throws IOException {
    nodes.put(path, node);
    if (node.type() == NodeType.DIRECTORY) {
      for (TreeNode child : tree.children(node)) {
        addNodes(tree, child, path.resolve(child.name()), nodes);
      }
    }
  }

  /** Where the origin is that of a file below, all must be as it is there. */
  private static void assertOriginsAreTrue(ChangedMount mount) throws IOException {
    Map<EntryPath, TreeNode> before = nodes(mount.below());
    Map<EntryPath, TreeNode> after = nodes(mount.tree());
    for (Map.Entry<EntryPath, TreeNode> entry : after.entrySet()) {
      EntryPath path = entry.getKey();
      if (!path.isRoot()) {
        TreeNode parent = after.get(path.parent());
        assertThat(mount.tree().child(parent, path.name())).contains(entry.getValue());
      }
      for (Map.Entry<EntryPath, TreeNode> below : before.entrySet()) {
        if (entry.getValue().origin().equals(below.getValue().origin())) {
          assertThat(contents(mount.tree(), after, path))
              .isEqualTo(contents(mount.below(), before, below.getKey()));
        }
      }
    }
  }

  /** Returns a file's bytes, or all below a directory. */
  private static List<String> contents(
      LayerTree tree, Map<EntryPath, TreeNode> nodes, EntryPath path) throws IOException {
    TreeNode node = nodes.get(path);
    if (node.type() != NodeType.DIRECTORY) {
      return List.of(node.type() + content(tree, node) + ByteNames.decode(node.linkTarget()));
    }
    List<String> lines = new ArrayList<>();
    for (TreeNode child : tree.children(node)) {
      EntryPath at = path.resolve(child.name());
      lines.add(ByteNames.decode(child.name()) + " " + child.attributes().mode());
      lines.addAll(contents(tree, nodes, at));
    }
    return lines;
  }

  private static String content(LayerTree tree, TreeNode node) throws IOException {
    if (node.type() != NodeType.FILE) {
      return "";
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) node.size() + 1);
    while (tree.read(node, bytes.position(), bytes) >= 0) {
      // Until the end.
    }
    return new String(bytes.array(), 0, bytes.position(), UTF_8);
  }

  static Stream<Arguments> seeds() {
    return IntStream.range(0, 2 * OPTIONS.size())
        .mapToObj(seed -> Arguments.of(seed, OPTIONS.get(seed % OPTIONS.size())));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tree_afterRandomSteps_isWhatTheMountShows(int seed, String options) throws IOException {
    Random random = new Random(seed);
    try (ChangedMount mount = ChangedMount.of(directory, options)) {
      for (int i = 1; i <= 250; i++) {
        change(mount.root(), random);
        if (i % 50 == 0) {
          assertIsShown(mount);
        }
      }
    }
  }

  private static Path any(Path root, Random random) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> all = paths.filter(path -> !path.equals(root)).sorted().toList();
      Path path = all.isEmpty() ? root : all.get(random.nextInt(all.size()));
      return random.nextInt(3) > 0 ? path : path.resolveSibling("new" + random.nextInt(5));
    }
  }

  private static void change(Path root, Random random) throws IOException {
    Path path = any(root, random);
    Path other = any(root, random);
    try {
      switch (random.nextInt(13)) {
        case 0 -> write(path, "new " + random.nextInt());
        case 1, 2 -> write(path, "more", StandardOpenOption.APPEND);
        case 3 -> Files.delete(path);
        case 4 -> Files.createDirectory(path);
        case 5, 6 -> ChangedMount.run(root, "mv '%s' '%s'".formatted(path, other));
        case 7, 8 -> link(path, other);
        case 9 -> Files.createSymbolicLink(path, other);
        case 10 -> Posix.setXattr(path, "user.n" + random.nextInt(3), new byte[] {1, 2});
        case 11 -> Files.setAttribute(path, "unix:mode", 0400 | random.nextInt(01000));
        default -> Posix.setModified(path, random.nextInt() * 1_000_000_001L);
      }
    } catch (FileSystemException e) {
      // What cannot be done changes nothing.
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("mv "); // Nor does that.
    }
  }

  /** Opening a pipe would wait for its other end. */
  private static void write(Path path, String text, OpenOption... options) throws IOException {
    if (Files.isRegularFile(path) || Files.notExists(path)) {
      Path unused = Files.writeString(path, text, options);
    }
  }

  /** Links files only, see {@link #isShownRight}. */
  private static void link(Path path, Path existing) throws IOException {
    if (Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
      Path unused = Files.createLink(path, existing);
    }
  }

  private static TreeNode node(LayerTree tree, String path) throws IOException {
    TreeNode node = tree.root();
    for (String name : path.split("/")) {
      node = tree.child(node, ByteNames.encode(name)).orElseThrow();
    }
    return node;
  }

  @Test
  void origin_ofWhatNobodyChanged_isThatBelow() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, OPTIONS.get(0))) {
      Files.writeString(mount.root().resolve("e/new"), "x");
      Files.setAttribute(mount.root().resolve("d/e/deep"), "unix:mode", 0700);

      for (String path : List.of("d/a", "d/e/g", "h1", "d/h2", "d/e/deep", "n\udcff\udce9")) {
        assertThat(node(mount.tree(), path).origin())
            .as(path)
            .isEqualTo(node(mount.below(), path).origin());
      }
      for (String path : List.of("e", "d", "d/e")) {
        assertThat(node(mount.tree(), path).origin())
            .as(path)
            .isNotEqualTo(node(mount.below(), path).origin());
      }
    }
  }

  @Test
  void origin_whenOnlyAttributesWereCopied_isThatBelow() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, "metacopy=on,redirect_dir=on")) {
      ChangedMount.run(mount.root(), "chmod 600 d/a; mv d/a moved");

      assertThat(node(mount.tree(), "moved").origin())
          .isEqualTo(node(mount.below(), "d/a").origin());
    }
  }

  @Test
  void writtenBytes_areThoseOfFilesAndLinks() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, OPTIONS.get(0))) {
      assertThat(mount.tree().writtenBytes()).isZero();

      ChangedMount.run(
          mount.root(), "printf 12345 > n; ln n n2; ln -s abc l; rm h1; chmod 600 d/a; mkdir m");

      assertThat(mount.tree().writtenBytes()).isEqualTo(5 + 3 + 3);
    }
  }

  @Test
  void children_ofANameThatIsAMarkOfFuseOnly_areSeenAsTheKernelShowsThem() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, OPTIONS.get(0))) {
      ChangedMount.run(mount.root(), "echo x > d/.wh..wh..opq");

      assertThat(node(mount.tree(), "d/.wh..wh..opq").size()).isEqualTo(2);
      assertThat(mount.tree().children(node(mount.tree(), "d")))
          .extracting(child -> new String(child.name(), UTF_8))
          .contains(".wh..wh..opq", "a", "e");
      assertThat(mount.tree().writtenBytes()).isEqualTo(2);
      assertThatThrownBy(mount::committed)
          .hasMessageContaining("d/.wh..wh..opq: no layer can hold this name");
    }
  }

  @Test
  void node_ofAFileThatIsGone_isReadNoMore() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, OPTIONS.get(0))) {
      ChangedMount.run(mount.root(), "mkdir m; echo x > m/f; echo x > f");
      TreeNode gone = node(mount.tree(), "m/f");
      TreeNode replaced = node(mount.tree(), "f");
      TreeNode directoryGone = node(mount.tree(), "m");
      ChangedMount.run(mount.root(), "rm -r m; mkfifo p2; mv p2 f");

      assertThat(mount.tree().children(directoryGone)).isEmpty();
      assertThat(mount.tree().child(directoryGone, gone.name())).isEmpty();
      for (TreeNode node : List.of(gone, replaced)) {
        assertThatThrownBy(() -> mount.tree().read(node, 0, ByteBuffer.allocate(9)))
            .isInstanceOf(NoSuchFileException.class)
            .hasMessageContaining("changes/upper/");
      }
    }
  }

  @Test
  void node_behindALinkThatWasPutInTheWay_isGone() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, OPTIONS.get(0))) {
      Path secret = Files.createDirectory(directory.resolve("secret"));
      Files.writeString(secret.resolve("f"), "secret");
      ChangedMount.run(mount.root(), "mkdir m; echo x > m/f");
      TreeNode parent = node(mount.tree(), "m");
      TreeNode file = node(mount.tree(), "m/f");
      ChangedMount.run(mount.root(), "mv m m2; ln -s %s m".formatted(secret));

      assertThat(mount.tree().children(parent)).isEmpty();
      assertThatThrownBy(() -> mount.tree().read(file, 0, ByteBuffer.allocate(9)))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void read_ofAFileThatHasGrown_endsWhereItEnded() throws IOException {
    try (ChangedMount mount = ChangedMount.of(directory, OPTIONS.get(0))) {
      Path log = Files.writeString(mount.root().resolve("log"), "12345");
      TreeNode node = node(mount.tree(), "log");
      Files.writeString(log, "6789", StandardOpenOption.APPEND);

      assertThat(content(mount.tree(), node)).isEqualTo("12345");
      assertThat(node(mount.tree(), "log").size()).isEqualTo(9);
    }
  }
}
