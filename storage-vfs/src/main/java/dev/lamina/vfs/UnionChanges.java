package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All that NIO can change of a file system's files but copying and moving them. Safe for use by
 * several threads.
 */
final class UnionChanges {
  private final UnionFileSystem fileSystem;
  private final TreeAccess access;

  UnionChanges(UnionFileSystem fileSystem, TreeAccess access) {
    this.fileSystem = fileSystem;
    this.access = access;
  }

  /**
   * @throws ReadOnlyFileSystemException if nothing can be changed
   */
  void checkWritable() {
    if (access.tree().isReadOnly()) {
      throw new ReadOnlyFileSystemException();
    }
  }

  /** Opens a channel of any kind, one that only reads too. */
  FileChannel openChannel(
      UnionPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return openChannel(path, OpenOptions.parse(options), true, attributes);
  }

  FileChannel openChannel(
      UnionPath path, OpenMode mode, boolean interruptible, FileAttribute<?>... attributes)
      throws IOException {
    if (mode.changes()) {
      checkWritable();
    }
    NewFile what = InitialAttributes.parse(NodeType.FILE, NewFile.FILE_MODE, attributes);
    GuardedFile file = open(path, mode, what);
    return fileSystem
        .resources()
        .register(new UnionFileChannel(fileSystem, file, mode, interruptible));
  }

  GuardedFile open(UnionPath path, OpenMode mode, NewFile what) throws IOException {
    if (!mode.changes()) {
      return new UnionView(fileSystem, access, List.of()).open(path, mode);
    }
    SystemCalls.Opened opened =
        access.change(
            path,
            null,
            calls -> {
              if (what.type() != NodeType.FILE) {
                return makeSpecial(calls, path, mode, what);
              }
              checkLink(calls, path, mode);
              return calls.open(access.pathAt(path), mode, what);
            });
    return new GuardedFile(access.tree(), access.user(), opened);
  }

  private void checkLink(SystemCalls calls, UnionPath path, OpenMode mode) throws IOException {
    if (!mode.follow() && !mode.exclusive()) {
      TreeNode node = calls.findOrNull(access.pathAt(path));
      if (node != null && node.type() == NodeType.SYMLINK) {
        throw Failures.linkNotFollowed(path);
      }
    }
  }

  private SystemCalls.Opened makeSpecial(
      SystemCalls calls, UnionPath path, OpenMode mode, NewFile what) throws IOException {
    if (!mode.exclusive()) {
      throw new UnsupportedOperationException("a pipe or device is made with CREATE_NEW only");
    }
    return new SystemCalls.Opened(calls.mknod(access.pathAt(path), what), new SpecialFile());
  }

  void createDirectory(UnionPath path, FileAttribute<?>... attributes) throws IOException {
    checkWritable();
    NewFile what = InitialAttributes.parse(NodeType.DIRECTORY, NewFile.DIRECTORY_MODE, attributes);
    access.run(path, calls -> calls.mkdir(access.pathAt(path), what));
  }

  void createSymbolicLink(UnionPath link, UnionPath target, FileAttribute<?>... attributes)
      throws IOException {
    checkWritable();
    NewFile what = InitialAttributes.parse(NodeType.SYMLINK, NewFile.DIRECTORY_MODE, attributes);
    access.run(link, calls -> calls.symlink(target.linkBytes(), access.pathAt(link), what));
  }

  void createLink(UnionPath link, UnionPath existing) throws IOException {
    checkWritable();
    Boolean unused =
        access.change(
            link,
            existing,
            calls -> {
              calls.link(access.pathAt(existing), access.pathAt(link));
              return true;
            });
  }

  /**
   * Moves a file in one step.
   *
   * @param path the target, for messages
   */
  void move(UnionPath source, PathAt target, UnionPath path) throws IOException {
    checkWritable();
    Boolean unused =
        access.change(
            source,
            path,
            calls -> {
              calls.rename(access.pathAt(source), target);
              return true;
            });
  }

  /** Deletes a file, or a directory if it is empty. */
  void delete(UnionPath path) throws IOException {
    checkWritable();
    access.run(
        path,
        calls -> {
          TreeNode node = calls.find(access.pathAt(path), false);
          delete(calls, access.pathAt(path), path, node.type() == NodeType.DIRECTORY);
        });
  }

  boolean deleteIfExists(UnionPath path) throws IOException {
    try {
      delete(path);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  void deleteFile(UnionPath path) throws IOException {
    checkWritable();
    access.run(path, calls -> delete(calls, access.pathAt(path), path, false));
  }

  void deleteDirectory(UnionPath path) throws IOException {
    checkWritable();
    access.run(path, calls -> delete(calls, access.pathAt(path), path, true));
  }

  static void delete(SystemCalls calls, PathAt at, UnionPath path, boolean directory)
      throws IOException {
    if (!directory) {
      calls.unlink(at);
      return;
    }
    try {
      calls.rmdir(at);
    } catch (ErrnoException e) {
      throw e.errno() == Errno.ENOTEMPTY ? new DirectoryNotEmptyException(path.toString()) : e;
    }
  }

  void setMode(UnionPath path, boolean follow, int mode) throws IOException {
    checkWritable();
    access.changeAttributes(
        path,
        follow,
        (calls, node) -> {
          if (node.type() == NodeType.SYMLINK) {
            throw new FileSystemException(
                path.toString(), null, "a symbolic link has no permissions of its own");
          }
          calls.chmod(node, mode);
        });
  }

  void setOwner(UnionPath path, boolean follow, OptionalLong uid, OptionalLong gid)
      throws IOException {
    checkWritable();
    access.changeAttributes(path, follow, (calls, node) -> calls.chown(node, uid, gid));
  }

  void setTimes(UnionPath path, boolean follow, OptionalLong modified, OptionalLong accessed)
      throws IOException {
    checkWritable();
    access.changeAttributes(path, follow, (calls, node) -> calls.utimens(node, modified, accessed));
  }

  void setXattr(UnionPath path, boolean follow, String name, byte[] value) throws IOException {
    checkWritable();
    access.changeAttributes(path, follow, (calls, node) -> calls.setXattr(node, name, value));
  }

  void removeXattr(UnionPath path, boolean follow, String name) throws IOException {
    checkWritable();
    access.changeAttributes(path, follow, (calls, node) -> calls.removeXattr(node, name));
  }
}
