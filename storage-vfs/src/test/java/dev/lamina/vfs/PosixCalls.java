package dev.lamina.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** System calls as recordings write them, on a tree: answers {@code 0}, a value, or an errno. */
final class PosixCalls {
  private final WritableTree tree;
  private Permissions user = Permissions.root();
  private List<TreeNode> base = List.of();
  private int umask = 0022;

  PosixCalls(WritableTree tree) {
    this.tree = tree;
  }

  PosixCalls umask(int bits) {
    umask = bits;
    return this;
  }

  PosixCalls as(Permissions other) {
    user = other;
    return this;
  }

  /** Makes relative paths begin in a directory. */
  PosixCalls in(String directory) throws IOException {
    base = List.of();
    base = List.of(calls().find(at(directory), true));
    return this;
  }

  private SystemCalls calls() {
    return new SystemCalls(tree, user);
  }

  private AttributeCalls attributes() {
    return new AttributeCalls(tree, user);
  }

  PathAt at(String path) {
    return new PathAt(base, path.getBytes(UTF_8));
  }

  TreeNode find(String path, boolean follow) throws IOException {
    return calls().find(at(path), follow);
  }

  /** Something called. */
  @FunctionalInterface
  interface Call {
    String run() throws IOException;
  }

  static String answer(Call call) throws IOException {
    try {
      return call.run();
    } catch (ErrnoException e) {
      return e.errno().name();
    }
  }

  /** Calls what has a path and perhaps numbers. */
  String call(String name, List<String> words) throws IOException {
    PathAt first = at(words.get(0));
    switch (name) {
      case "mkdir" -> calls().mkdir(first, what(NodeType.DIRECTORY, words.get(1)));
      case "create" -> {
        OpenMode mode = new OpenMode(false, true, false, false, true, true, false, true, false);
        calls().open(first, mode, what(NodeType.FILE, words.get(1))).file().close();
      }
      case "mkfifo" -> {
        TreeNode unused = calls().mknod(first, what(NodeType.FIFO, words.get(1)));
      }
      case "mknod" -> mknod(first, words);
      case "unlink" -> calls().unlink(first);
      case "rmdir" -> calls().rmdir(first);
      case "link" -> calls().link(first, at(words.get(1)));
      case "rename" -> calls().rename(first, at(words.get(1)));
      case "symlink" ->
          calls()
              .symlink(
                  words.get(0).getBytes(UTF_8),
                  at(words.get(1)),
                  NewFile.of(NodeType.SYMLINK, 0777));
      case "chmod" -> attributes().chmod(find(words.get(0), true), octal(words.get(1)));
      case "chown" -> chown(find(words.get(0), true), words);
      case "lchown" -> chown(find(words.get(0), false), words);
      case "truncate" -> truncate(first, Long.parseLong(words.get(1)));
      default -> throw new UnsupportedOperationException(name);
    }
    return "0";
  }

  private NewFile what(NodeType type, String mode) {
    OptionalLong who = OptionalLong.empty();
    return new NewFile(type, octal(mode) & ~umask, false, who, who, 0, 0);
  }

  private static int octal(String text) {
    return Integer.parseInt(text, 8);
  }

  private void mknod(PathAt path, List<String> words) throws IOException {
    NodeType type =
        switch (words.get(1)) {
          case "b" -> NodeType.BLOCK_DEVICE;
          case "c" -> NodeType.CHARACTER_DEVICE;
          default -> NodeType.FIFO;
        };
    NewFile what =
        new NewFile(
            type,
            octal(words.get(2)) & ~umask,
            false,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Integer.parseInt(words.get(3)),
            Integer.parseInt(words.get(4)));
    TreeNode unused = calls().mknod(path, what);
  }

  private void chown(TreeNode node, List<String> words) throws IOException {
    attributes().chown(node, number(words.get(1)), number(words.get(2)));
  }

  private static OptionalLong number(String text) {
    return text.equals("-1") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  private void truncate(PathAt path, long size) throws IOException {
    if (size < 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    OpenMode mode = new OpenMode(false, true, false, false, false, false, false, true, false);
    SystemCalls.Opened opened = calls().open(path, mode, NewFile.of(NodeType.FILE, 0));
    try (WritableTree.OpenFile file = opened.file()) {
      attributes().dropPrivileges(opened.node());
      file.truncate(size);
    }
  }

  /** Opens a file, as who reads directories may too, and does something with it. */
  String open(String path, OpenMode mode, boolean directory, int permissions, Contents contents)
      throws IOException {
    if (!mode.write() && !mode.create() && !mode.truncate()) {
      TreeNode node = find(path, mode.follow());
      if (node.type() == NodeType.DIRECTORY) {
        user.check(node, mode.wanted());
        return "0";
      }
      if (directory) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
    }
    SystemCalls.Opened opened =
        calls().open(at(path), mode, what(NodeType.FILE, Integer.toOctalString(permissions)));
    try (WritableTree.OpenFile file = opened.file()) {
      return contents.use(opened.node(), file);
    }
  }

  /** What is done with an open file. */
  @FunctionalInterface
  interface Contents {
    String use(TreeNode node, WritableTree.OpenFile file) throws IOException;
  }

  /** Writes something as a program would. */
  void write(TreeNode node, WritableTree.OpenFile file, String text, long position)
      throws IOException {
    attributes().dropPrivileges(node);
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    if (position < 0) {
      long unused = file.append(bytes);
    } else {
      int unused = file.write(bytes, position);
    }
  }

  static String read(WritableTree.OpenFile file, long position, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {}
    return new String(bytes.array(), 0, bytes.position(), UTF_8);
  }

  void touch(String path, OptionalLong modified, OptionalLong accessed, boolean now)
      throws IOException {
    TreeNode node = find(path, true);
    if (now && !user.owns(node)) {
      user.check(node, Permissions.WRITE);
    } else if (modified.isPresent() || accessed.isPresent()) {
      attributes().utimens(node, modified, accessed);
    }
  }
}
