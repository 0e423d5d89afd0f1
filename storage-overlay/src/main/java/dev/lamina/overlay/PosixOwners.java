package dev.lamina.overlay;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;

/** The system calls by which owners are others in a mount than on disk. */
final class PosixOwners {
  /** System calls that the C library of some systems lacks; the same numbers on all machines. */
  private static final int OPEN_TREE = 428;

  private static final int MOUNT_SETATTR = 442;

  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int OPEN_TREE_CLOEXEC = 0x80000;

  // struct mount_attr: what to set, what to clear, how mounts in it spread, the user namespace.
  private static final int MOUNT_ATTRIBUTES_BYTES = 32;
  private static final int MOUNT_ATTR_IDMAP = 0x100000;
  private static final int MS_PRIVATE = 1 << 18;

  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_GET_SECUREBITS = 27;
  private static final int PR_SET_SECUREBITS = 28;
  private static final int NO_SETUID_FIXUP = 1 << 2;

  private static final byte[] EMPTY = {0};

  private PosixOwners() {}

  /** The functions of the C library, under their own names. */
  private static final class C {
    static {
      Native.register(C.class, NativeLibrary.getProcess());
    }

    private C() {}

    static native int setfsuid(int uid);

    static native int setfsgid(int gid);

    static native int prctl(int option, NativeLong a, NativeLong b, NativeLong c, NativeLong d)
        throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number, NativeLong fd, byte[] path, NativeLong flags) throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number,
        NativeLong fd,
        byte[] path,
        NativeLong flags,
        Pointer attributes,
        NativeLong size)
        throws LastErrorException;
  }

  private static NativeLong number(long number) {
    return new NativeLong(number);
  }

  /** Makes a mount without a place, which shows what is in a directory, as open_tree(2). */
  static Posix.Handle copyOfMount(Path directory) throws IOException {
    try {
      NativeLong fd =
          C.syscall(
              number(OPEN_TREE),
              number(AT_FDCWD),
              Posix.bytes(directory),
              number(OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
      return new Posix.Handle(fd.intValue());
    } catch (LastErrorException e) {
      throw new PosixException("open_tree", directory, e.getErrorCode());
    }
  }

  /**
   * Has a mount without a place show owners as a user namespace has them, as mount_setattr(2). What
   * is mounted in it later is seen nowhere else.
   *
   * @param directory what the mount shows, for messages
   */
  static void shift(Posix.Handle mount, Posix.Handle userNamespace, Path directory)
      throws IOException {
    try (Memory attributes = new Memory(MOUNT_ATTRIBUTES_BYTES)) {
      attributes.setLong(0, MOUNT_ATTR_IDMAP);
      attributes.setLong(Long.BYTES, 0);
      attributes.setLong(2L * Long.BYTES, MS_PRIVATE);
      attributes.setLong(3L * Long.BYTES, userNamespace.fd());
      NativeLong unused =
          C.syscall(
              number(MOUNT_SETATTR),
              number(mount.fd()),
              EMPTY,
              number(AT_EMPTY_PATH),
              attributes,
              number(MOUNT_ATTRIBUTES_BYTES));
    } catch (LastErrorException e) {
      throw new PosixException("mount_setattr", directory, e.getErrorCode());
    }
  }

  /**
   * Has this thread make files as another user from now on, with all privileges that it has.
   *
   * @throws IOException if it may not, for lack of {@code CAP_SETPCAP}
   */
  static void makeFilesAs(long uid, long gid) throws IOException {
    int bits = prctl(PR_GET_SECUREBITS, 0);
    int unused = prctl(PR_SET_SECUREBITS, bits | NO_SETUID_FIXUP);
    unused = C.setfsgid((int) gid);
    unused = C.setfsuid((int) uid);
    if (C.setfsgid(-1) != (int) gid || C.setfsuid(-1) != (int) uid) {
      throw new IOException("cannot make files as user %d and group %d".formatted(uid, gid));
    }
  }

  /** Returns whether and how this process may be dumped and traced, which new users end. */
  static int dumpable() throws IOException {
    return prctl(PR_GET_DUMPABLE, 0);
  }

  /** Has this process dumped and traced as it was. */
  static void setDumpable(int value) throws IOException {
    int unused = prctl(PR_SET_DUMPABLE, value);
  }

  private static int prctl(int option, int value) throws IOException {
    try {
      return C.prctl(option, number(value), number(0), number(0), number(0));
    } catch (LastErrorException e) {
      throw new PosixException("prctl " + option, Path.of("/proc/self"), e.getErrorCode());
    }
  }
}
