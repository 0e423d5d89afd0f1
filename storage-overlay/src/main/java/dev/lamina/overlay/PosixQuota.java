package dev.lamina.overlay;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;

/** The system calls of project quotas. A project is a number, as a file system counts it. */
final class PosixQuota {
  /** A system call that the C library of some systems lacks; the same number on all machines. */
  private static final int QUOTACTL_FD = 443;

  private static final int PROJECT_QUOTA = 2;
  private static final int GET_QUOTA = 0x800007 << 8 | PROJECT_QUOTA;
  private static final int SET_QUOTA = 0x800008 << 8 | PROJECT_QUOTA;

  // struct if_dqblk: limits and use of space, then of inodes; which of them are meant.
  private static final int QUOTA_BYTES = 72;
  private static final int USED_INODES = 40;
  private static final int VALID = 64;
  private static final int SPACE_LIMITS = 1;
  private static final int LIMIT_UNIT = 1024;

  // struct fsxattr: flags, and the project.
  private static final long GET_ATTRIBUTES = 0x801c581fL;
  private static final long SET_ATTRIBUTES = 0x401c5820L;
  private static final int ATTRIBUTES_BYTES = 28;
  private static final int PROJECT = 12;
  private static final int INHERITS_PROJECT = 0x200;

  private PosixQuota() {}

  /** The functions of the C library, under their own names. */
  private static final class C {
    static {
      Native.register(C.class, NativeLibrary.getProcess());
    }

    private C() {}

    static native int ioctl(int fd, NativeLong request, Pointer argument) throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number, NativeLong fd, NativeLong command, NativeLong id, Pointer argument)
        throws LastErrorException;
  }

  /** Returns the project that a file belongs to; 0 if it is none's. */
  static int project(Path file) throws IOException {
    try (Posix.Handle handle = Posix.open(file);
        Memory attributes = attributes(handle, file)) {
      return attributes.getInt(PROJECT);
    }
  }

  /** Gives a directory to a project; what is made in it from now on belongs to that, too. */
  static void setProject(Path directory, int project) throws IOException {
    try (Posix.Handle handle = Posix.open(directory);
        Memory attributes = attributes(handle, directory)) {
      attributes.setInt(0, attributes.getInt(0) | INHERITS_PROJECT);
      attributes.setInt(PROJECT, project);
      control(handle, directory, "FS_IOC_FSSETXATTR", SET_ATTRIBUTES, attributes);
    }
  }

  private static Memory attributes(Posix.Handle handle, Path file) throws IOException {
    Memory attributes = new Memory(ATTRIBUTES_BYTES);
    try {
      control(handle, file, "FS_IOC_FSGETXATTR", GET_ATTRIBUTES, attributes);
      return attributes;
    } catch (IOException e) {
      attributes.close();
      throw e;
    }
  }

  private static void control(
      Posix.Handle handle, Path file, String name, long request, Memory argument)
      throws IOException {
    try {
      int unused = C.ioctl(handle.fd(), new NativeLong(request), argument);
    } catch (LastErrorException e) {
      throw new PosixException(name, file, e.getErrorCode());
    }
  }

  /**
   * What a project has.
   *
   * @param files how many files and directories belong to it
   * @param limit how many bytes it may have; 0 for no limit
   */
  record Use(long files, long limit) {}

  /** Returns what a project has on a directory's file system. */
  static Use use(Path directory, int project) throws IOException {
    try (Memory quota = new Memory(QUOTA_BYTES)) {
      quota.clear();
      call(directory, GET_QUOTA, project, quota);
      return new Use(quota.getLong(USED_INODES), quota.getLong(0) * LIMIT_UNIT);
    } catch (PosixException e) {
      if (e.errno() == Posix.ENOENT) {
        return new Use(0, 0);
      }
      throw e;
    }
  }

  /**
   * Limits what a project may have on a directory's file system.
   *
   * @param bytes rounded up to KiB, or blocks of the file system; 0 for no limit
   */
  static void limit(Path directory, int project, long bytes) throws IOException {
    try (Memory quota = new Memory(QUOTA_BYTES)) {
      quota.clear();
      long units = bytes / LIMIT_UNIT + (bytes % LIMIT_UNIT == 0 ? 0 : 1);
      quota.setLong(0, units);
      quota.setLong(Long.BYTES, units);
      quota.setInt(VALID, SPACE_LIMITS);
      call(directory, SET_QUOTA, project, quota);
    }
  }

  private static void call(Path directory, int command, int project, Memory quota)
      throws IOException {
    try (Posix.Handle handle = Posix.open(directory)) {
      NativeLong unused =
          C.syscall(
              new NativeLong(QUOTACTL_FD),
              new NativeLong(handle.fd()),
              new NativeLong(command, true),
              new NativeLong(project, true),
              quota);
    } catch (LastErrorException e) {
      throw new PosixException("quotactl", directory, e.getErrorCode());
    }
  }
}
