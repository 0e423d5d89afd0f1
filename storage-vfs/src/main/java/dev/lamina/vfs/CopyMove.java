package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Copies and moves files within a file system, and between two of this provider, in the steps of
 * the JDK's own Unix provider. A move within a file system is one step for all others.
 */
final class CopyMove {
  private final UnionPath source;
  private final UnionPath target;
  private final UnionView from;
  private final UnionView to;
  private final Set<CopyOption> options;

  private CopyMove(UnionPath source, UnionPath target, Set<CopyOption> options) {
    this.source = source;
    this.target = target;
    this.from = source.getFileSystem().view();
    this.to = target.getFileSystem().view();
    this.options = options;
  }

  /**
   * @throws UnsupportedOperationException if an option is unknown, or not for copying
   */
  static void copy(UnionPath source, UnionPath target, CopyOption... options) throws IOException {
    Set<CopyOption> known = new HashSet<>(List.of(options));
    for (CopyOption option : known) {
      if (option != StandardCopyOption.REPLACE_EXISTING
          && option != StandardCopyOption.COPY_ATTRIBUTES
          && option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException("unsupported copy option: " + option);
      }
    }
    new CopyMove(source, target, known).copy();
  }

  /**
   * @throws UnsupportedOperationException if an option is unknown, or not for moving
   */
  static void move(UnionPath source, UnionPath target, CopyOption... options) throws IOException {
    Set<CopyOption> known = new HashSet<>(List.of(options));
    for (CopyOption option : known) {
      if (option != StandardCopyOption.REPLACE_EXISTING
          && option != StandardCopyOption.ATOMIC_MOVE
          && option != LinkOption.NOFOLLOW_LINKS) {
        throw new UnsupportedOperationException("unsupported copy option: " + option);
      }
    }
    new CopyMove(source, target, known).move();
  }

  private boolean has(CopyOption option) {
    return options.contains(option);
  }

  private boolean withinOne() {
    return source.getFileSystem() == target.getFileSystem();
  }

  private void copy() throws IOException {
    to.changes().checkWritable();
    boolean follow = !has(LinkOption.NOFOLLOW_LINKS);
    UnionFileAttributes attributes = from.attributes(source, follow);
    if (!attributes.isSymbolicLink()) {
      from.checkAccess(source, AccessMode.READ);
    }
    if (makeRoom(attributes)) {
      copy(attributes, follow, has(StandardCopyOption.COPY_ATTRIBUTES));
    }
  }

  /** Takes away what is in the target's place; returns false if it is the source itself. */
  private boolean makeRoom(UnionFileAttributes attributes) throws IOException {
    return to.access()
        .change(target, null, calls -> makeRoom(calls, withinOne() ? attributes.fileId() : -1));
  }

  private boolean makeRoom(SystemCalls calls, long sourceId) throws IOException {
    PathAt at = to.access().pathAt(target);
    TreeNode existing = calls.findOrNull(at);
    if (existing == null) {
      return true;
    }
    if (existing.fileId() == sourceId) {
      return false;
    }
    if (!has(StandardCopyOption.REPLACE_EXISTING)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    try {
      UnionChanges.delete(calls, at, target, existing.type() == NodeType.DIRECTORY);
    } catch (ErrnoException e) {
      throw Failures.of(e, target);
    }
    return true;
  }

  private void copy(UnionFileAttributes attributes, boolean follow, boolean all)
      throws IOException {
    NewFile what = what(attributes);
    PathAt at = to.access().pathAt(target);
    switch (attributes.type()) {
      case DIRECTORY -> to.access().run(target, calls -> calls.mkdir(at, what));
      case SYMLINK -> {
        byte[] link = from.readLink(source).linkBytes();
        to.access().run(target, calls -> calls.symlink(link, at, what));
      }
      case FILE -> copyContents(what, follow);
      default ->
          to.access()
              .run(
                  target,
                  calls -> {
                    TreeNode unused = calls.mknod(at, what);
                  });
    }
    if (all) {
      copyAttributes(attributes);
    }
  }

  private static NewFile what(UnionFileAttributes attributes) {
    long device = attributes.deviceNumber();
    return new NewFile(
        attributes.type(),
        attributes.entry().mode(),
        true,
        OptionalLong.empty(),
        OptionalLong.empty(),
        DeviceNumbers.major(device),
        DeviceNumbers.minor(device));
  }

  private void copyContents(NewFile what, boolean follow) throws IOException {
    UnionFileSystem files = target.getFileSystem();
    OpenMode reading = OpenMode.reading(follow);
    OpenMode making = OpenMode.making();
    boolean complete = false;
    try (FileChannel in = from.changes().openChannel(source, reading, false)) {
      GuardedFile made = to.changes().open(target, making, what);
      try (FileChannel out =
          files.resources().register(new UnionFileChannel(files, made, making, false))) {
        long at = 0;
        for (long n = -1; n != 0; at += n) {
          n = in.transferTo(at, Long.MAX_VALUE, out);
        }
        complete = true;
      } finally {
        if (!complete) {
          boolean unused = to.changes().deleteIfExists(target);
        }
      }
    }
  }

  private void copyAttributes(UnionFileAttributes attributes) throws IOException {
    OptionalLong accessed = OptionalLong.of(attributes.lastAccessTime().to(TimeUnit.NANOSECONDS));
    to.access()
        .changeAttributes(
            target,
            false,
            (calls, node) -> calls.copyAttributes(node, attributes.entry(), accessed));
  }

  private void move() throws IOException {
    from.changes().checkWritable();
    to.changes().checkWritable();
    if (has(StandardCopyOption.ATOMIC_MOVE)) {
      moveAtomically();
    } else if (withinOne()) {
      Boolean unused = from.access().change(source, target, this::moveWithin);
    } else {
      moveAcross();
    }
  }

  private void moveAtomically() throws IOException {
    if (!withinOne()) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), Errno.EXDEV.text());
    }
    Boolean unused = from.access().change(source, target, this::rename);
  }

  private boolean rename(SystemCalls calls) throws IOException {
    calls.rename(from.access().pathAt(source), to.access().pathAt(target));
    return true;
  }

  private boolean moveWithin(SystemCalls calls) throws IOException {
    TreeNode node;
    try {
      node = calls.find(from.access().pathAt(source), false);
      if (node.type() == NodeType.DIRECTORY) {
        from.access().user().check(node, Permissions.WRITE);
      }
    } catch (ErrnoException e) {
      throw Failures.of(e, source);
    }
    return !makeRoom(calls, node.fileId()) || rename(calls);
  }

  private void moveAcross() throws IOException {
    UnionFileAttributes attributes = from.attributes(source, false);
    boolean directory = attributes.isDirectory();
    if (directory) {
      checkEmpty();
    }
    if (!makeRoom(attributes)) {
      return;
    }
    copy(attributes, false, true);
    try {
      from.changes().delete(source);
    } catch (NoSuchFileException e) {
      // Somebody else took it away: the copy is all that is left of it.
    } catch (IOException e) {
      boolean unused = to.changes().deleteIfExists(target);
      throw e;
    }
  }

  private void checkEmpty() throws IOException {
    boolean empty = from.access().read(source, false, (t, node) -> t.children(node).isEmpty());
    if (!empty) {
      throw new DirectoryNotEmptyException(source.toString());
    }
  }
}
