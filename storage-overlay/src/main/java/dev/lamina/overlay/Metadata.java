package dev.lamina.overlay;

import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives what was just made its owner, attributes, mode and time, and omits what is so already. */
final class Metadata {
  private static final int RUNS_AS_OWNER = 06000;

  private final Marks marks;
  private final long madeUid;
  private final long madeGid;
  private final int umask = Umask.ofProcess();

  /**
   * Makes a setter.
   *
   * @param madeUid who owns what this process makes; -1 if that is not known
   * @param madeGid which group
   */
  Metadata(Marks marks, long madeUid, long madeGid) {
    this.marks = marks;
    this.madeUid = madeUid;
    this.madeGid = madeGid;
  }

  /** What is to be done about a mode. */
  enum Mode {
    /** There is none. */
    NONE,
    /** It was given when the file was made, less what this process's umask takes away. */
    AS_MADE,
    /** It is another one. */
    TO_BE_SET
  }

  void set(Path place, EntryAttributes attributes, Mode mode) throws IOException {
    boolean isOwned = setOwner(place, attributes);
    setXattrs(place, attributes.xattrs());
    boolean isMade = mode == Mode.AS_MADE && (attributes.mode() & umask) == 0;
    if (mode != Mode.NONE && !isMade) {
      // After the owner, since a change of that takes the upper bits away.
      Posix.chmod(place, isOwned ? attributes.mode() : attributes.mode() & ~RUNS_AS_OWNER);
    }
    Posix.setModified(place, attributes.modifiedNanos());
  }

  private boolean setOwner(Path place, EntryAttributes attributes) throws IOException {
    if (attributes.uid() == madeUid && attributes.gid() == madeGid) {
      return true;
    }
    try {
      Posix.lchown(place, attributes.uid(), attributes.gid());
      return true;
    } catch (PosixException e) {
      if (marks == Marks.USER && isRefusal(e)) {
        return false;
      }
      throw refused(place, "owner " + attributes.uid() + ":" + attributes.gid(), e);
    }
  }

  private void setXattrs(Path place, Map<String, byte[]> xattrs) throws IOException {
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      setXattr(place, xattr.getKey(), xattr.getValue());
    }
  }

  private void setXattr(Path place, String name, byte[] value) throws IOException {
    if (name.startsWith("trusted.overlay.") || name.startsWith("user.overlay.")) {
      throw new InvalidArchiveException(
          "forged overlay mark: extended attribute (xattr) " + ByteNames.escape(name));
    }
    try {
      Posix.setXattr(place, name, value);
    } catch (PosixException e) {
      if (marks != Marks.USER || !name.startsWith("security.") || !isRefusal(e)) {
        throw refused(place, "extended attribute " + ByteNames.escape(name), e);
      }
    }
  }

  private static FileSystemException refused(Path place, String what, PosixException cause) {
    FileSystemException failure =
        new FileSystemException(
            place.toString(), null, "cannot be given its " + what + ": " + cause.getReason());
    failure.initCause(cause);
    return failure;
  }

  /** Returns whether a call has failed since this process, or this file system, may not do that. */
  static boolean isRefusal(@Nullable Throwable failure) {
    return failure instanceof PosixException posix
        && (posix.errno() == Posix.EPERM
            || posix.errno() == Posix.EINVAL // An owner that the user namespace does not have.
            || posix.errno() == Posix.EOPNOTSUPP);
  }
}
