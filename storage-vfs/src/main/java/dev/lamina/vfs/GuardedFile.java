package dev.lamina.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.ClosedFileSystemException;

/**
 * The contents of an open file, used under the guard of its tree. Safe for use by several threads.
 */
final class GuardedFile implements Closeable {
  private final GuardedTree tree;
  private final Permissions user;
  private final SystemCalls.Opened opened;
  private final long fileId;

  GuardedFile(GuardedTree tree, Permissions user, SystemCalls.Opened opened) {
    this.tree = tree;
    this.user = user;
    this.opened = opened;
    this.fileId = opened.node().fileId();
  }

  /** Returns what the file is known by, however it is called. */
  long fileId() {
    return fileId;
  }

  int read(ByteBuffer target, long position) throws IOException {
    return tree.use(t -> opened.file().read(target, position));
  }

  int write(ByteBuffer source, long position) throws IOException {
    dropPrivileges();
    return tree.write(t -> opened.file().write(source, position));
  }

  /** Writes behind the end, and returns the new end. */
  long append(ByteBuffer source) throws IOException {
    dropPrivileges();
    return tree.write(
        t -> {
          int count = source.remaining();
          return opened.file().append(source) + count;
        });
  }

  long size() throws IOException {
    return tree.use(t -> opened.file().size());
  }

  /** Makes the file this long. */
  void resize(long size) throws IOException {
    dropPrivileges();
    Boolean unused =
        tree.write(
            t -> {
              opened.file().truncate(size);
              return true;
            });
  }

  private void dropPrivileges() throws IOException {
    boolean needed = tree.use(t -> AttributeCalls.hasPrivileges(opened.node(), user));
    if (needed) {
      Boolean unused =
          tree.change(
              t -> {
                new AttributeCalls(t, user).dropPrivileges(opened.node());
                return true;
              });
    }
  }

  void force() throws IOException {
    Boolean unused =
        tree.use(
            t -> {
              opened.file().force();
              return true;
            });
  }

  /** Closes the file; a tree that is closed has closed it already. */
  @Override
  public void close() throws IOException {
    try {
      Boolean unused =
          tree.use(
              t -> {
                opened.file().close();
                return true;
              });
    } catch (ClosedFileSystemException e) {
      // Nothing is open any more.
    }
  }
}
