package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a tree of unknown, perhaps hostile, content: links are removed and never followed, and
 * what is mounted inside is never entered. Nobody else may be adding to the tree meanwhile.
 */
public final class FileTreeDeleter {
  // Directories are put on the stack so many at a time: a directory of millions is read again
  // instead of being held.
  private static final int BATCH = 1000;

  private final @Nullable Object device;

  private FileTreeDeleter(@Nullable Object device) {
    this.device = device;
  }

  /**
   * Deletes a file, or a directory with all below it, if it is there.
   *
   * @throws IOException if something could not be deleted, or is on another device than the root;
   *     what was deleted until then stays deleted
   */
  public static void delete(Path root) throws IOException {
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      new FileTreeDeleter(deviceOf(root)).deleteDirectory(root);
    } else {
      Files.deleteIfExists(root);
    }
  }

  // With a stack of its own: a tree may be deeper than that of a thread.
  private void deleteDirectory(Path root) throws IOException {
    Deque<Path> pending = new ArrayDeque<>();
    pending.push(root);
    while (!pending.isEmpty()) {
      Path directory = pending.peek();
      List<Path> directories = emptyOfFiles(directory);
      if (directories.isEmpty()) {
        Files.deleteIfExists(directory);
        pending.pop();
      }
      directories.forEach(pending::push);
    }
  }

  private List<Path> emptyOfFiles(Path directory) throws IOException {
    try {
      requireSameDevice(directory);
      return deleteFiles(directory);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (AccessDeniedException e) {
      // A layer may have closed a directory even to its owner.
      OwnerOnly.restrictDirectory(directory);
      return deleteFiles(directory);
    }
  }

  private static List<Path> deleteFiles(Path directory) throws IOException {
    List<Path> directories = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          directories.add(child);
        } else {
          Files.deleteIfExists(child);
        }
        if (directories.size() == BATCH) {
          break;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return directories;
  }

  static void requireSameDevice(Path root, Path directory) throws IOException {
    new FileTreeDeleter(deviceOf(root)).requireSameDevice(directory);
  }

  private void requireSameDevice(Path directory) throws IOException {
    Object actual = deviceOf(directory);
    if (device != null && !device.equals(actual)) {
      throw new IOException(
          "cannot delete " + directory + ": something is mounted there; unmount it first");
    }
  }

  private static @Nullable Object deviceOf(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS)
        : null;
  }
}
