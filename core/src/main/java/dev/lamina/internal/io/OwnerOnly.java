package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories of the store itself belong to one user, whatever the process's umask is:
 * layers hold setuid programs and keys, which no other user may reach.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?>[] NONE = {};

  private OwnerOnly() {}

  /** Creates a directory, unless it is there. */
  public static void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, attributes(directory, DIRECTORY));
    } catch (FileAlreadyExistsException e) {
      // An error of looking is told: it would pass for "no directory" otherwise.
      BasicFileAttributes found =
          Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isDirectory()) {
        throw e;
      }
      return;
    }
    restrictDirectory(directory);
  }

  /**
   * Creates a directory that must not be there yet.
   *
   * @throws FileAlreadyExistsException if something is
   */
  public static void createNewDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, attributes(directory, DIRECTORY));
    restrictDirectory(directory);
  }

  /** Creates a file that must not be there yet, to be written. */
  public static FileChannel createFile(Path file) throws IOException {
    FileChannel channel =
        OpenFile.channel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            fileAttributes(file));
    try {
      restrictFile(file);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Opens a file, which is created if it is not there and the options say so.
   *
   * @param options with which to open it
   */
  public static FileChannel openFile(Path file, Set<StandardOpenOption> options)
      throws IOException {
    boolean isNew = Files.notExists(file);
    FileChannel channel = OpenFile.channel(file, options, fileAttributes(file));
    try {
      if (isNew) {
        restrictFile(file); // A umask may keep even the owner from opening it again.
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns what a new file is to be created with. */
  public static FileAttribute<?>[] fileAttributes(Path file) {
    return attributes(file, FILE);
  }

  /** Gives a new file its permissions: those it was created with have been cut by the umask. */
  public static void restrictFile(Path file) throws IOException {
    if (hasPermissions(file)) {
      Files.setPosixFilePermissions(file, FILE);
    }
  }

  /** Gives a directory the permissions that its owner needs to list and empty it. */
  public static void restrictDirectory(Path directory) throws IOException {
    if (hasPermissions(directory)) {
      Files.setPosixFilePermissions(directory, DIRECTORY);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : NONE;
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
