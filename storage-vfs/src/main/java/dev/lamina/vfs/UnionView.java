package dev.lamina.vfs;

import dev.lamina.Digest;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** All that can be asked of a file system's files. Safe for use by several threads. */
final class UnionView {
  private static final int ANY_EXECUTE = 0111;

  private final UnionFileSystem fileSystem;
  private final GuardedTree tree;
  private final List<Digest> diffIds;

  UnionView(UnionFileSystem fileSystem, GuardedTree tree, List<Digest> diffIds) {
    this.fileSystem = fileSystem;
    this.tree = tree;
    this.diffIds = List.copyOf(diffIds);
  }

  /** Something done with the file that a path names. */
  @FunctionalInterface
  private interface NodeWork<T> {
    T apply(LayerTree tree, TreeNode node) throws IOException;
  }

  private <T> T at(UnionPath path, boolean follow, NodeWork<T> work) throws IOException {
    return tree.use(t -> work.apply(t, UnionLookup.find(t, path, follow)));
  }

  UnionFileAttributes attributes(UnionPath path, boolean follow) throws IOException {
    return at(path, follow, (t, node) -> UnionFileAttributes.of(fileSystem, node, diffIds));
  }

  Map<String, byte[]> xattrs(UnionPath path, boolean follow) throws IOException {
    return at(path, follow, (t, node) -> node.attributes().xattrs());
  }

  FileChannel openChannel(UnionPath path, boolean follow) throws IOException {
    return fileSystem
        .resources()
        .register(at(path, follow, (t, node) -> channel(checkRegular(path, node))));
  }

  private UnionFileChannel channel(TreeNode file) {
    return new UnionFileChannel(tree, file, file.size(), fileSystem.resources());
  }

  InputStream openInputStream(UnionPath path, boolean follow) throws IOException {
    return fileSystem
        .resources()
        .register(at(path, follow, (t, node) -> inputStream(checkRegular(path, node))));
  }

  private UnionInputStream inputStream(TreeNode file) {
    return new UnionInputStream(tree, file, file.size(), fileSystem.resources());
  }

  /** A device or pipe is never opened: its contents are not the image's, and a pipe would block. */
  private static TreeNode checkRegular(UnionPath path, TreeNode node) throws IOException {
    return switch (node.type()) {
      case FILE -> node;
      case DIRECTORY -> throw Failures.isDirectory(path);
      case SYMLINK ->
          throw new FileSystemException(path.toString(), null, "Symbolic link, not followed");
      case FIFO, CHARACTER_DEVICE, BLOCK_DEVICE ->
          throw new FileSystemException(path.toString(), null, "No such device or address");
    };
  }

  DirectoryStream<Path> openDirectory(UnionPath path, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    return fileSystem
        .resources()
        .register(new UnionDirectoryStream(fileSystem.resources(), children(path), filter));
  }

  private List<Path> children(UnionPath path) throws IOException {
    return at(
        path,
        true,
        (t, node) -> {
          if (node.type() != NodeType.DIRECTORY) {
            throw Failures.notDirectory(path);
          }
          return t.children(node).stream().<Path>map(c -> path.resolve(c.name(), c)).toList();
        });
  }

  UnionPath readLink(UnionPath path) throws IOException {
    return at(
        path,
        false,
        (t, node) -> {
          if (node.type() != NodeType.SYMLINK) {
            throw new NotLinkException(path.toString());
          }
          return UnionPath.verbatim(fileSystem, node.linkTarget());
        });
  }

  boolean isSameFile(UnionPath a, UnionPath b) throws IOException {
    return tree.use(
        t -> UnionLookup.find(t, a, true).fileId() == UnionLookup.find(t, b, true).fileId());
  }

  /**
   * Says whether the file is there, and may be used as root might: nobody may write; a file that
   * has no execute bit cannot be executed.
   */
  void checkAccess(UnionPath path, AccessMode... modes) throws IOException {
    UnionFileAttributes attributes = attributes(path, true);
    for (AccessMode mode : modes) {
      switch (mode) {
        case READ -> {}
        case WRITE ->
            throw new AccessDeniedException(path.toString(), null, "Read-only file system");
        case EXECUTE -> {
          if (!attributes.isDirectory() && (attributes.mode() & ANY_EXECUTE) == 0) {
            throw new AccessDeniedException(path.toString(), null, "Permission denied");
          }
        }
      }
    }
  }

  UnionPath realPath(UnionPath path, boolean follow) throws IOException {
    return follow
        ? UnionPath.ofNames(fileSystem, tree.use(t -> UnionLookup.realNames(t, path)))
        : pathWithoutDots(path.toAbsolutePath());
  }

  /** Takes {@code .} and {@code ..} out, as far as no link stands before. */
  private UnionPath pathWithoutDots(UnionPath path) throws IOException {
    UnionPath result = fileSystem.root();
    for (Path element : path) {
      UnionPath name = (UnionPath) element;
      if (UnionLookup.isDotDot(name.bytes()) && !attributes(result, false).isSymbolicLink()) {
        UnionPath parent = result.getParent();
        result = parent == null ? result : parent;
      } else if (!UnionLookup.isDot(name.bytes())) {
        result = result.resolve(name);
      }
    }
    checkExists(result, false);
    return result;
  }

  void checkExists(UnionPath path, boolean follow) throws IOException {
    NodeType unused = at(path, follow, (t, node) -> node.type());
  }

  /** Returns a regular file's bytes; none if there is no such file, or it is over the limit. */
  byte[] readSmallFile(UnionPath path, int limit) throws IOException {
    try {
      return at(path, true, (t, node) -> readSmallFile(t, node, limit));
    } catch (FileSystemException e) {
      return new byte[0];
    }
  }

  private static byte[] readSmallFile(LayerTree tree, TreeNode node, int limit) throws IOException {
    if (node.type() != NodeType.FILE || node.size() > limit) {
      return new byte[0];
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) node.size());
    while (buffer.hasRemaining() && tree.read(node, buffer.position(), buffer) >= 0) {
      // Reads may come in parts.
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
