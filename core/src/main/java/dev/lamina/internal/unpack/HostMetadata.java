package dev.lamina.internal.unpack;

import dev.lamina.spi.EntryAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Gives files their owners, extended attributes, times and modes, as far as the file system has
 * them and the process may. A file that does not get its owner does not run as its owner either.
 */
final class HostMetadata {
  private static final int RUNS_AS_OWNER = 06000;
  private static final int PERMISSIONS = 07777;
  private static final int PRIVATE = 0700;
  private static final String OF_USERS = "user.";
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();

  private final boolean hasUnix;
  private final boolean hasAllXattrs;
  private final boolean hasUsersXattrs;

  /** Makes a setter for the files of a file system. */
  HostMetadata(Path any) {
    Set<String> views = any.getFileSystem().supportedFileAttributeViews();
    this.hasUnix = views.contains("unix");
    this.hasAllXattrs = views.contains("xattr");
    this.hasUsersXattrs = views.contains("user");
  }

  /** Sets all of a file or directory. */
  void set(Path path, EntryAttributes attributes) throws IOException {
    boolean isOwned = setOwner(path, attributes); // First, since it ends that it runs as its owner.
    setXattrs(path, attributes.xattrs());
    setTime(path, attributes.modifiedNanos());
    setMode(path, isOwned ? attributes.mode() : attributes.mode() & ~RUNS_AS_OWNER);
  }

  /** Sets what a symbolic link can have, as far as it can. */
  void setOfLink(Path link, EntryAttributes attributes) {
    try {
      boolean unused = setOwner(link, attributes);
      setTime(link, attributes.modifiedNanos());
    } catch (IOException | UnsupportedOperationException e) {
      // Most of what opens files cannot open links.
    }
  }

  private boolean setOwner(Path path, EntryAttributes attributes) throws IOException {
    if (!hasUnix) {
      return false;
    }
    Map<String, Object> owner =
        Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    boolean group = setOwner(path, "gid", owner, (int) attributes.gid());
    return setOwner(path, "uid", owner, (int) attributes.uid()) && group;
  }

  private static boolean setOwner(Path path, String name, Map<String, Object> now, int wanted) {
    return Integer.valueOf(wanted).equals(now.get(name)) || trySet(path, "unix:" + name, wanted);
  }

  private static boolean trySet(Path path, String attribute, Object value) {
    try {
      Path unused = Files.setAttribute(path, attribute, value, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void setXattrs(Path path, Map<String, byte[]> xattrs) {
    xattrs.forEach(
        (name, value) -> {
          if (hasAllXattrs) {
            boolean unused = trySet(path, "xattr:" + name, value);
          } else if (hasUsersXattrs && name.startsWith(OF_USERS)) {
            setOfUsers(path, name.substring(OF_USERS.length()), value);
          }
        });
  }

  private static void setOfUsers(Path path, String name, byte[] value) {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    try {
      int unused = view.write(name, ByteBuffer.wrap(value));
    } catch (IOException e) {
      // Not every file system below one provider has them.
    }
  }

  private static void setTime(Path path, long nanos) throws IOException {
    BasicFileAttributeView view =
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    view.setTimes(FileTime.from(nanos, TimeUnit.NANOSECONDS), null, null);
  }

  /**
   * Takes the permissions of a directory away from all but its owner.
   *
   * @return what it had; empty if it could not be changed
   */
  OptionalInt withdraw(Path directory) throws IOException {
    if (!hasUnix) {
      return OptionalInt.empty();
    }
    int mode = ((Number) Files.getAttribute(directory, "unix:mode")).intValue() & PERMISSIONS;
    return trySet(directory, "unix:mode", PRIVATE) ? OptionalInt.of(mode) : OptionalInt.empty();
  }

  /** Sets permissions, with the bits above them where the file system has them. */
  void setMode(Path path, int mode) throws IOException {
    if (hasUnix && trySet(path, "unix:mode", mode)) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      view.setPermissions(permissions(mode));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.length; i++) {
      // The constants stand in the order of the bits, from the owner's read bit down.
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(BITS[i]);
      }
    }
    return permissions;
  }
}
