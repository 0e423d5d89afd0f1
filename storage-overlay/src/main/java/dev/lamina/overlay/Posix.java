package dev.lamina.overlay;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.lamina.spi.ByteNames;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that Java has no way to make, and nothing else: with its neighbours {@link
 * PosixOwners} and {@link PosixQuota} the only native code of the project. No symbolic link is
 * followed at the end of a path. Paths are bytes, whatever the locale.
 */
final class Posix {
  /** Where descriptors have names. */
  static final String DESCRIPTORS = "/proc/self/fd/";

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EBUSY = 16;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ERANGE = 34;
  static final int ENOSYS = 38;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;
  static final int ENOTCONN = 107;
  static final int ESTALE = 116;

  // What a mount forbids: the same bits in mount(2), as MS_…, and in fsmount(2), as MOUNT_ATTR_….
  static final int MOUNT_RDONLY = 1;
  static final int MOUNT_NOSUID = 2;
  static final int MOUNT_NODEV = 4;
  static final int MOUNT_NOEXEC = 8;
  static final int MNT_DETACH = 2;

  /** System calls that the C library of some systems lacks; the same numbers on all machines. */
  private static final int MOVE_MOUNT = 429;

  private static final int FSOPEN = 430;
  private static final int FSCONFIG = 431;
  private static final int FSMOUNT = 432;

  private static final int OPENAT2 = 437;
  private static final int STATMOUNT = 457;

  private static final int FSOPEN_CLOEXEC = 1;
  private static final int SET_FLAG = 0;
  private static final int SET_STRING = 1;
  private static final int CREATE = 6;
  private static final int FSMOUNT_CLOEXEC = 1;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final int LOG_BYTES = 4096;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_STATX_DONT_SYNC = 0x4000;
  private static final int O_RDONLY = 0;
  private static final int SYNC_FILE_RANGE_WRITE = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final int RESOLVE_NO_XDEV = 1;
  private static final int RESOLVE_NO_SYMLINKS = 4;
  private static final int RESOLVE_BENEATH = 8;
  private static final int OPEN_HOW_BYTES = 24;
  private static final int PATH_BYTES = 4096;
  private static final int HANDLE_BYTES = 128; // The kernel's limit.
  private static final byte[] CURRENT = {'.'};
  private static final int XATTR_BYTES = 64 * 1024; // The kernel's limit of a value and of a list.

  // struct statx: of what is asked for, what the kernel knows; attributes; the mount's number.
  private static final int STATX_BYTES = 256;
  private static final int STATX_MNT_ID_UNIQUE = 0x4000;
  private static final int STATX_ATTRIBUTES = 8;
  private static final int STATX_ATTR_MOUNT_ROOT = 0x2000;
  private static final int STATX_MNT_ID = 144;

  // struct mnt_id_req, and struct statmount, of which texts follow at offsets that it gives.
  private static final int MOUNT_REQUEST_BYTES = 24;
  private static final int MOUNT_BYTES = 64 * 1024;
  private static final long MOUNT_ATTRIBUTES_TYPE_AND_OPTIONS = 0x2 | 0x20 | 0x80;
  private static final int MOUNT_OPTIONS = 4;
  private static final int MOUNT_MASK = 8;
  private static final int MOUNT_TYPE = 36;
  private static final int MOUNT_ATTRIBUTES = 64;
  private static final int MOUNT_TEXTS = 512;

  private static volatile CallGate gate = CallGate.OPEN;

  private Posix() {}

  /** Has all calls that name a file pass through a gate: for tests. */
  static void passThrough(CallGate other) {
    gate = other;
  }

  /** What older C libraries lack. */
  private static final class NewerC {
    static {
      Native.register(NewerC.class, NativeLibrary.getProcess());
    }

    private NewerC() {}

    static native int statx(int directory, byte[] path, int flags, int mask, Pointer status)
        throws LastErrorException;
  }

  /** The functions of the C library, under their own names. */
  private static final class C {
    static {
      Native.register(C.class, NativeLibrary.getProcess());
    }

    private C() {}

    static native int geteuid();

    static native String strerror(int errno);

    static native int open(byte[] path, int flags, int mode) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int syncfs(int fd) throws LastErrorException;

    static native int sync_file_range(int fd, long offset, long count, int flags)
        throws LastErrorException;

    static native int mknod(byte[] path, int mode, long device) throws LastErrorException;

    static native int symlink(byte[] target, byte[] path) throws LastErrorException;

    static native int chmod(byte[] path, int mode) throws LastErrorException;

    static native NativeLong readlink(byte[] path, Pointer target, NativeLong size)
        throws LastErrorException;

    static native int name_to_handle_at(
        int directory, byte[] path, Pointer handle, int[] mount, int flags)
        throws LastErrorException;

    static native int lchown(byte[] path, int uid, int gid) throws LastErrorException;

    static native int utimensat(int directory, byte[] path, long[] times, int flags)
        throws LastErrorException;

    static native int lsetxattr(byte[] path, byte[] name, byte[] value, NativeLong size, int flags)
        throws LastErrorException;

    static native NativeLong lgetxattr(byte[] path, byte[] name, Pointer value, NativeLong size)
        throws LastErrorException;

    static native NativeLong llistxattr(byte[] path, Pointer list, NativeLong size)
        throws LastErrorException;

    static native int lremovexattr(byte[] path, byte[] name) throws LastErrorException;

    static native int mount(
        byte[] source, byte[] target, byte[] type, NativeLong flags, byte @Nullable [] data)
        throws LastErrorException;

    static native int umount2(byte[] target, int flags) throws LastErrorException;

    static native NativeLong read(int fd, Pointer target, NativeLong size)
        throws LastErrorException;

    static native NativeLong syscall(NativeLong number, Pointer name, NativeLong flags)
        throws LastErrorException;

    static native NativeLong syscall(NativeLong number, NativeLong fd, NativeLong a, NativeLong b)
        throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number,
        NativeLong fd,
        NativeLong a,
        @Nullable Pointer b,
        @Nullable Pointer c,
        NativeLong d)
        throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number, NativeLong fd, Pointer a, Pointer b, NativeLong c)
        throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number, Pointer a, Pointer b, NativeLong c, NativeLong d)
        throws LastErrorException;

    static native NativeLong syscall(
        NativeLong number, NativeLong fd, Pointer a, NativeLong b, Pointer c, NativeLong d)
        throws LastErrorException;
  }

  /** Returns the number of the user that this process acts for. */
  static int effectiveUser() {
    return C.geteuid();
  }

  /** Returns what an error number means. */
  static String message(int errno) {
    return C.strerror(errno);
  }

  /** Makes a device or a named pipe; {@code mode} has the type in its upper bits. */
  static void mknod(Path path, int mode, int major, int minor) throws IOException {
    call("mknod", path, () -> C.mknod(bytes(path), mode, device(major, minor)));
  }

  /** Returns a device number as the kernel takes it. */
  private static long device(int major, int minor) {
    return (minor & 0xffL)
        | (major & 0xfffL) << 8
        | (minor & 0xffffff00L) << 12
        | (major & 0xfffff000L) << 32;
  }

  /** Makes a symbolic link that holds these bytes as they are. */
  static void symlink(Path path, byte[] target) throws IOException {
    byte[] terminated = Arrays.copyOf(target, target.length + 1);
    call("symlink", path, () -> C.symlink(terminated, bytes(path)));
  }

  /** Sets the permissions of what is no symbolic link: it would be followed. */
  static void chmod(Path path, int mode) throws IOException {
    call("chmod", path, () -> C.chmod(bytes(path), mode));
  }

  /** Returns what a symbolic link holds. */
  static byte[] readLink(Path link) throws IOException {
    try (Memory target = new Memory(PATH_BYTES)) {
      NativeLong size = new NativeLong(PATH_BYTES);
      int length = call("readlink", link, () -> C.readlink(bytes(link), target, size).intValue());
      return target.getByteArray(0, length);
    }
  }

  /** By what a file system finds a file again. */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
  record FileHandle(int type, byte[] bytes) {}

  /** Returns the handle of a file, as name_to_handle_at(2). */
  static FileHandle handle(Path file) throws IOException {
    try (Memory handle = new Memory(2L * Integer.BYTES + HANDLE_BYTES)) {
      handle.setInt(0, HANDLE_BYTES);
      byte[] path = bytes(file);
      int unused =
          call(
              "name_to_handle_at",
              file,
              () -> C.name_to_handle_at(AT_FDCWD, path, handle, new int[1], 0));
      return new FileHandle(
          handle.getInt(Integer.BYTES), handle.getByteArray(2L * Integer.BYTES, handle.getInt(0)));
    }
  }

  /** Gives a file, or a symbolic link, its owner. */
  static void lchown(Path path, long uid, long gid) throws IOException {
    call("lchown", path, () -> C.lchown(bytes(path), (int) uid, (int) gid));
  }

  /** Sets when a file, or a symbolic link, was last modified; it was last accessed then, too. */
  static void setModified(Path path, long nanos) throws IOException {
    long second = TimeUnit.SECONDS.toNanos(1);
    long seconds = Math.floorDiv(nanos, second);
    long rest = Math.floorMod(nanos, second);
    long[] times = {seconds, rest, seconds, rest};
    call("utimensat", path, () -> C.utimensat(AT_FDCWD, bytes(path), times, AT_SYMLINK_NOFOLLOW));
  }

  /** Sets an extended attribute. */
  static void setXattr(Path path, String name, byte[] value) throws IOException {
    call(
        "setxattr " + name,
        path,
        () -> C.lsetxattr(bytes(path), terminated(name), value, new NativeLong(value.length), 0));
  }

  /** Removes an extended attribute, if it is there. */
  static void removeXattr(Path path, String name) throws IOException {
    try {
      call("removexattr " + name, path, () -> C.lremovexattr(bytes(path), terminated(name)));
    } catch (PosixException e) {
      if (e.errno() != ENODATA) {
        throw e;
      }
    }
  }

  /** Returns an extended attribute; null if there is none, or the file system has none. */
  static byte @Nullable [] xattr(Path path, String name) throws IOException {
    try (Memory value = new Memory(XATTR_BYTES)) {
      NativeLong size = new NativeLong(XATTR_BYTES);
      int length =
          call(
              "getxattr " + name,
              path,
              () -> C.lgetxattr(bytes(path), terminated(name), value, size).intValue());
      return value.getByteArray(0, length);
    } catch (PosixException e) {
      if (e.errno() == ENODATA || e.errno() == EOPNOTSUPP) {
        return null;
      }
      throw e;
    }
  }

  /** Returns all extended attributes that this process may see, sorted by name. */
  static Map<String, byte[]> xattrs(Path path) throws IOException {
    Map<String, byte[]> xattrs = new LinkedHashMap<>();
    for (String name : xattrNames(path)) {
      byte[] value = xattr(path, name);
      if (value != null) {
        xattrs.put(name, value);
      }
    }
    return xattrs;
  }

  private static List<String> xattrNames(Path path) throws IOException {
    try (Memory list = new Memory(XATTR_BYTES)) {
      NativeLong size = new NativeLong(XATTR_BYTES);
      int length = call("listxattr", path, () -> C.llistxattr(bytes(path), list, size).intValue());
      if (length == 0) {
        return List.of();
      }
      String names = ByteNames.decode(list.getByteArray(0, length));
      return Arrays.stream(names.split("\0")).sorted().toList();
    } catch (PosixException e) {
      if (e.errno() == EOPNOTSUPP) {
        return List.of();
      }
      throw e;
    }
  }

  /** Makes all that was written to a directory's file system survive a power failure. */
  static void syncFileSystem(Path directory) throws IOException {
    try (Handle handle = open(directory)) {
      call("syncfs", directory, () -> C.syncfs(handle.fd()));
    }
  }

  /** Has the kernel begin to write a file to the medium, without waiting for it. */
  static void beginSync(Path file) throws IOException {
    try (Handle handle = open(file)) {
      call(
          "sync_file_range",
          file,
          () -> C.sync_file_range(handle.fd(), 0, 0, SYNC_FILE_RANGE_WRITE));
    }
  }

  /** Opens a file or a directory to read it. */
  static Handle open(Path path) throws IOException {
    return open(path, O_RDONLY);
  }

  private static Handle open(Path path, int flags) throws IOException {
    return new Handle(call("open", path, () -> C.open(bytes(path), flags | O_CLOEXEC, 0)));
  }

  /** Mounts by the classic system call. */
  static void mount(Path target, String source, String type, long flags, byte[] options)
      throws IOException {
    call(
        "mount",
        target,
        () ->
            C.mount(
                terminated(source),
                bytes(target),
                terminated(type),
                new NativeLong(flags),
                Arrays.copyOf(options, options.length + 1)));
  }

  /** What is open, such as a mount that has no place yet: a descriptor. */
  record Handle(int fd) implements Closeable {
    /** Returns a path that leads to what is open, whatever it is called meanwhile. */
    Path path() {
      return Path.of(DESCRIPTORS + fd);
    }

    @Override
    public void close() {
      try {
        int unused = C.close(fd);
      } catch (LastErrorException e) {
        // It is closed all the same.
      }
    }
  }

  /** Opens a directory only to name it. */
  static Handle openPath(Path directory) throws IOException {
    return open(directory, O_PATH);
  }

  /**
   * Opens a file only to name it, as openat2(2). No symbolic link is followed and no mount entered
   * on the way, so that it is below the directory whatever others rename meanwhile.
   *
   * @param path relative; empty for the directory itself
   */
  static Handle openBeneath(Path directory, byte[] path) throws IOException {
    try (Handle root = openPath(directory);
        Memory name = memory(Arrays.copyOf(path.length == 0 ? CURRENT : path, path.length + 2));
        Memory how = new Memory(OPEN_HOW_BYTES)) {
      how.setLong(0, O_PATH | O_CLOEXEC);
      how.setLong(Long.BYTES, 0);
      how.setLong(2L * Long.BYTES, RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH);
      return new Handle(
          call(
              "openat2",
              directory,
              () ->
                  C.syscall(number(OPENAT2), number(root.fd()), name, how, number(OPEN_HOW_BYTES))
                      .intValue()));
    }
  }

  /**
   * Begins to configure a file system, as fsopen(2).
   *
   * @param target where it is to be mounted, for messages
   */
  static Handle openFileSystem(Path target, String type) throws IOException {
    try (Memory name = memory(terminated(type))) {
      return new Handle(
          call(
              "fsopen",
              target,
              () -> C.syscall(number(FSOPEN), name, number(FSOPEN_CLOEXEC)).intValue()));
    }
  }

  /**
   * Gives an option, as fsconfig(2).
   *
   * @param value less than 256 bytes; null for an option that has none
   */
  static void configure(Path target, Handle handle, String key, byte @Nullable [] value)
      throws IOException {
    configure(target, handle, value == null ? SET_FLAG : SET_STRING, key, value);
  }

  /** Makes the file system of its options. */
  static void create(Path target, Handle handle) throws IOException {
    configure(target, handle, CREATE, null, null);
  }

  private static void configure(
      Path target, Handle handle, int command, @Nullable String key, byte @Nullable [] value)
      throws IOException {
    Memory keyMemory = key == null ? null : memory(terminated(key));
    Memory valueMemory = value == null ? null : memory(Arrays.copyOf(value, value.length + 1));
    String name = "mount option " + key;
    try {
      call(
          name,
          target,
          () ->
              C.syscall(
                      number(FSCONFIG),
                      number(handle.fd()),
                      number(command),
                      keyMemory,
                      valueMemory,
                      number(0))
                  .intValue());
    } catch (PosixException e) {
      String log = log(handle);
      throw log.isEmpty() ? e : new PosixException(name + ": " + log, target, e.errno());
    } finally {
      close(keyMemory);
      close(valueMemory);
    }
  }

  private static void close(@Nullable Memory memory) {
    if (memory != null) {
      memory.close();
    }
  }

  /** Returns what the kernel has to say of a failure. */
  private static String log(Handle handle) {
    StringBuilder log = new StringBuilder();
    try (Memory line = new Memory(LOG_BYTES)) {
      while (true) {
        int length = C.read(handle.fd(), line, new NativeLong(LOG_BYTES)).intValue();
        log.append(log.isEmpty() ? "" : "; ");
        log.append(new String(line.getByteArray(0, length), StandardCharsets.UTF_8).strip());
      }
    } catch (LastErrorException e) {
      return log.toString(); // There is no more.
    }
  }

  /**
   * Mounts a file system, without a place, as fsmount(2).
   *
   * @param attributes {@code MOUNT_…}
   */
  static Handle mountFileSystem(Path target, Handle handle, int attributes) throws IOException {
    NativeLong flags = number(FSMOUNT_CLOEXEC);
    return new Handle(
        call(
            "fsmount",
            target,
            () ->
                C.syscall(number(FSMOUNT), number(handle.fd()), flags, number(attributes))
                    .intValue()));
  }

  /** Gives a mount its place, as move_mount(2). */
  static void place(Handle mount, Path target) throws IOException {
    try (Memory empty = memory(new byte[1]);
        Memory place = memory(bytes(target))) {
      call(
          "move_mount",
          target,
          () ->
              C.syscall(
                      number(MOVE_MOUNT),
                      number(mount.fd()),
                      empty,
                      number(AT_FDCWD),
                      place,
                      number(MOVE_MOUNT_F_EMPTY_PATH))
                  .intValue());
    }
  }

  private static NativeLong number(long number) {
    return new NativeLong(number);
  }

  private static Memory memory(byte[] bytes) {
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  /**
   * What is mounted somewhere.
   *
   * @param attributes {@code MOUNT_…}
   * @param type the file system's type
   * @param options the file system's own options, as they stand in {@code /proc/self/mountinfo}
   */
  record MountStatus(long attributes, String type, String options) {}

  /**
   * Asks what is mounted at a place, as statx(2) and statmount(2).
   *
   * @return empty if nothing is, or if this kernel, which must be of 6.11, or the C library cannot
   *     tell
   */
  static Optional<MountStatus> mountAt(Path place) {
    try (Memory buffer = new Memory(MOUNT_BYTES)) {
      long mount = mountNumber(place, buffer);
      return mount == 0 ? Optional.empty() : status(mount, buffer);
    } catch (LastErrorException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Returns the number, never used again, of what is mounted at a place itself; 0 if none is. */
  private static long mountNumber(Path place, Memory buffer) {
    int flags = AT_SYMLINK_NOFOLLOW | AT_STATX_DONT_SYNC;
    int unused = NewerC.statx(AT_FDCWD, bytes(place), flags, STATX_MNT_ID_UNIQUE, buffer);
    boolean isKnown = (buffer.getInt(0) & STATX_MNT_ID_UNIQUE) != 0;
    boolean isMount = (buffer.getLong(STATX_ATTRIBUTES) & STATX_ATTR_MOUNT_ROOT) != 0;
    return isKnown && isMount ? buffer.getLong(STATX_MNT_ID) : 0;
  }

  private static Optional<MountStatus> status(long mount, Memory buffer) {
    try (Memory request = new Memory(MOUNT_REQUEST_BYTES)) {
      request.setLong(0, MOUNT_REQUEST_BYTES);
      request.setLong(Long.BYTES, mount);
      request.setLong(2L * Long.BYTES, MOUNT_ATTRIBUTES_TYPE_AND_OPTIONS);
      NativeLong unused =
          C.syscall(number(STATMOUNT), request, buffer, number(MOUNT_BYTES), number(0));
    }
    long known = buffer.getLong(MOUNT_MASK) & MOUNT_ATTRIBUTES_TYPE_AND_OPTIONS;
    return known == MOUNT_ATTRIBUTES_TYPE_AND_OPTIONS
        ? Optional.of(
            new MountStatus(
                buffer.getLong(MOUNT_ATTRIBUTES),
                text(buffer, MOUNT_TYPE),
                text(buffer, MOUNT_OPTIONS)))
        : Optional.empty();
  }

  private static String text(Memory mount, int offset) {
    return mount.getString(MOUNT_TEXTS + mount.getInt(offset), StandardCharsets.ISO_8859_1.name());
  }

  /** Unmounts. */
  static void unmount(Path target, int flags) throws IOException {
    call("umount", target, () -> C.umount2(bytes(target), flags));
  }

  @CanIgnoreReturnValue // Most answer 0 alone.
  private static int call(String name, Path path, CallGate.Call call) throws IOException {
    try {
      return gate.pass(name, path, call);
    } catch (LastErrorException e) {
      throw new PosixException(name, path, e.getErrorCode());
    }
  }

  /** Returns the bytes of a path, with a zero byte after them. */
  static byte[] bytes(Path path) {
    String text = path.toString();
    byte[] bytes = terminated(text);
    return bytes.length == text.length() + 1 ? bytes : ofUri(path.toUri().getRawPath());
  }

  /** In a URI stands each byte of a name, which the text may have lost; a directory ends by "/". */
  private static byte[] ofUri(String uri) {
    String raw = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    byte[] bytes = new byte[raw.length() + 1];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) raw.charAt(i);
      }
    }
    // A URI of a directory ends with a slash, which would follow a symbolic link that leads there.
    boolean isMarked = length > 1 && bytes[length - 1] == '/';
    bytes[length - (isMarked ? 1 : 0)] = 0;
    return Arrays.copyOf(bytes, length + (isMarked ? 0 : 1));
  }

  /** Returns a path as text that has one character for each byte. */
  static String text(Path path) {
    byte[] bytes = bytes(path);
    return new String(bytes, 0, bytes.length - 1, StandardCharsets.ISO_8859_1);
  }

  /** Returns the path of an absolute text that has one character for each byte. */
  static Path path(FileSystem fileSystem, String text) {
    StringBuilder uri = new StringBuilder("file://");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/') {
        uri.append(c);
      } else {
        uri.append(String.format("%%%02X", (int) c));
      }
    }
    return fileSystem.provider().getPath(URI.create(uri.toString()));
  }

  private static byte[] terminated(String text) {
    byte[] bytes = ByteNames.encode(text);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
