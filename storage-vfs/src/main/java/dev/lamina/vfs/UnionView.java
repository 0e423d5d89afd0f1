package dev.lamina.vfs;

import dev.lamina.Digest;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that can be asked of a file system's files. Relative paths begin at the root, or at an open
 * directory. Safe for use by several threads.
 */
final class UnionView {
  private final UnionFileSystem fileSystem;
  private final TreeAccess access;
  private final List<Digest> diffIds;

  UnionView(UnionFileSystem fileSystem, TreeAccess access, List<Digest> diffIds) {
    this.fileSystem = fileSystem;
    this.access = access;
    this.diffIds = List.copyOf(diffIds);
  }

  UnionFileSystem fileSystem() {
    return fileSystem;
  }

  TreeAccess access() {
    return access;
  }

  UnionChanges changes() {
    return new UnionChanges(fileSystem, access);
  }

  UnionFileAttributes attributes(UnionPath path, boolean follow) throws IOException {
    return access.read(
        path, follow, (t, node) -> UnionFileAttributes.of(fileSystem, node, diffIds));
  }

  /** Returns the extended attributes that the user may see. */
  Map<String, byte[]> xattrs(UnionPath path, boolean follow) throws IOException {
    return access.read(path, follow, (t, node) -> visible(node));
  }

  private Map<String, byte[]> visible(TreeNode node) {
    if (access.user().isRoot()) {
      return node.attributes().xattrs();
    }
    Map<String, byte[]> all = new TreeMap<>(node.attributes().xattrs());
    boolean readable = access.user().may(node, Permissions.READ);
    all.keySet()
        .removeIf(name -> name.startsWith("trusted.") || (name.startsWith("user.") && !readable));
    return all;
  }

  InputStream openInputStream(UnionPath path, boolean follow) throws IOException {
    OpenMode mode = OpenMode.reading(follow);
    return fileSystem
        .resources()
        .register(new UnionInputStream(open(path, mode), fileSystem.resources()));
  }

  /** Opens a file for reading. */
  GuardedFile open(UnionPath path, OpenMode mode) throws IOException {
    return access.read(
        path,
        mode.follow(),
        (t, node) -> {
          if (node.type() == NodeType.SYMLINK) {
            throw Failures.linkNotFollowed(path);
          }
          SystemCalls.checkOpen(node, mode, access.user());
          WritableTree.OpenFile file =
              t instanceof WritableTree writable
                  ? writable.open(node, false)
                  : new LayerFile(t, node);
          return new GuardedFile(access.tree(), access.user(), new SystemCalls.Opened(node, file));
        });
  }

  /**
   * @param name what the directory's path is to be for who goes through the stream
   */
  SecureDirectoryStream<Path> openDirectory(
      UnionPath path,
      UnionPath name,
      DirectoryStream.Filter<? super Path> filter,
      LinkOption... options)
      throws IOException {
    boolean follow = OpenOptions.followsLinks(options);
    return fileSystem
        .resources()
        .register(
            access.read(
                path,
                t -> {
                  TreeNode node = findDirectory(t, path, follow);
                  return new UnionDirectoryStream(
                      name, inside(t, path, node), children(t, name, node), filter);
                }));
  }

  /**
   * Returns a directory that may be listed.
   *
   * @throws java.nio.file.NotDirectoryException if it is none
   */
  TreeNode directory(UnionPath path) throws IOException {
    return access.read(path, t -> findDirectory(t, path, true));
  }

  private TreeNode findDirectory(LayerTree tree, UnionPath path, boolean follow)
      throws IOException {
    TreeNode node = access.find(tree, path, follow);
    if (node.type() == NodeType.SYMLINK) {
      throw Failures.linkNotFollowed(path);
    }
    if (node.type() != NodeType.DIRECTORY) {
      throw Failures.notDirectory(path);
    }
    access.user().check(node, Permissions.READ);
    return node;
  }

  private static List<Path> children(LayerTree tree, UnionPath name, TreeNode directory)
      throws IOException {
    boolean fixed = !(tree instanceof WritableTree);
    return tree.children(directory).stream()
        .<Path>map(child -> name.resolve(child.name(), fixed ? child : null))
        .toList();
  }

  /** Finds a directory again: itself, or where it was if nothing can have been moved. */
  private UnionDirectoryStream.Inside inside(LayerTree tree, UnionPath path, TreeNode directory) {
    return tree instanceof WritableTree
        ? () -> at(List.of(directory))
        : () -> at(access.read(path, t -> trail(t, path)));
  }

  private List<TreeNode> trail(LayerTree tree, UnionPath path) throws IOException {
    UnionLookup lookup = new UnionLookup(tree, access.user());
    TreeNode unused = lookup.find(access.pathAt(path), true);
    return lookup.trail();
  }

  /** Returns the same files as seen from a directory. */
  private UnionView at(List<TreeNode> base) {
    return new UnionView(fileSystem, access.at(base), diffIds);
  }

  UnionPath readLink(UnionPath path) throws IOException {
    return access.read(
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
    return access.read(a, t -> access.find(t, a, true).fileId() == idOf(t, b));
  }

  private long idOf(LayerTree tree, UnionPath path) throws IOException {
    try {
      return access.find(tree, path, true).fileId();
    } catch (ErrnoException e) {
      throw Failures.of(e, path);
    }
  }

  /**
   * Says whether the file is there, and may be used: in a tree that cannot be changed nobody may
   * write; a file that has no execute bit cannot be executed by anybody.
   */
  void checkAccess(UnionPath path, AccessMode... modes) throws IOException {
    NodeType unused =
        access.read(
            path,
            true,
            (t, node) -> {
              for (AccessMode mode : modes) {
                checkAccess(path, node, mode);
              }
              return node.type();
            });
  }

  private void checkAccess(UnionPath path, TreeNode node, AccessMode mode) throws IOException {
    int wanted =
        switch (mode) {
          case READ -> Permissions.READ;
          case WRITE -> Permissions.WRITE;
          case EXECUTE -> Permissions.EXECUTE;
        };
    if (mode == AccessMode.WRITE && access.tree().isReadOnly()) {
      throw new AccessDeniedException(path.toString(), null, Errno.EROFS.text());
    }
    if (!access.user().may(node, wanted)) {
      throw new AccessDeniedException(path.toString(), null, Errno.EACCES.text());
    }
  }

  UnionPath realPath(UnionPath path, boolean follow) throws IOException {
    return follow
        ? UnionPath.ofNames(fileSystem, access.read(path, t -> realNames(t, path)))
        : pathWithoutDots(path.toAbsolutePath());
  }

  /** Returns the names, from the root down, of the file that a path names in the end. */
  private List<byte[]> realNames(LayerTree tree, UnionPath path) throws IOException {
    return trail(tree, path).stream().skip(1).map(TreeNode::name).toList();
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
    NodeType unused = access.read(path, follow, (t, node) -> node.type());
  }

  /** Returns a regular file's bytes; none if there is no such file, or it is over the limit. */
  byte[] readSmallFile(UnionPath path, int limit) throws IOException {
    try {
      return access.read(path, true, (t, node) -> readSmallFile(t, node, limit));
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
