package dev.lamina.internal.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

/** Writes a file whole or not at all: beside its place, to the medium, and then renamed. */
public final class AtomicFile {
  private static final String SUFFIX = ".new";
  private static final int BUFFER_SIZE = 64 * 1024;

  /** What is to be in a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the content to a stream that the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Replaces a file, or creates it. The caller keeps other writers of this file away, since all of
   * them write the {@linkplain #unfinished unfinished} file first; one that is left of a killed
   * process is overwritten.
   *
   * <p>The content is forced even if recency may be lost: otherwise a power failure could leave the
   * new name with nothing behind it.
   *
   * @throws IOException if the file is not written; only when forcing the directory has failed may
   *     it have been replaced nevertheless
   */
  public static void write(Path file, Fsync fsync, Content content) throws IOException {
    Path temporary = unfinished(file);
    try {
      fill(temporary, Fsync.FAST, Runnable::run, content);
      replace(temporary, file);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
    fsync.directory(parent(file));
  }

  /** Returns the file {@code <name>.new}, which is there while a file is written. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /**
   * Writes a file of somebody else's, in a directory that others may write to as well. What is
   * there and is no regular file, such as a pipe, is written to as it is.
   */
  public static void export(Path file, Content content) throws IOException {
    export(file, Fsync.FAST, Runnable::run, content);
  }

  /**
   * Writes a file of somebody else's, most of it to the medium beside the work.
   *
   * @param executor what forces it
   */
  public static void export(Path file, Executor executor, Content content) throws IOException {
    export(file, Fsync.FULL, executor, content);
  }

  private static void export(Path file, Fsync ahead, Executor executor, Content content)
      throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        content.writeTo(out);
      }
      return;
    }
    Path temporary =
        OpenFile.temporary(parent(file.toAbsolutePath()), "." + file.getFileName(), SUFFIX);
    try {
      fill(temporary, ahead, executor, content);
      replace(temporary, file);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  /** Puts a file in the place of another one, which may not be there, at one instant. */
  public static void replace(Path from, Path to) throws IOException {
    // An atomic move replaces by itself on most file systems, but not on one in memory.
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void fill(Path temporary, Fsync ahead, Executor executor, Content content)
      throws IOException {
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try (FileChannel channel =
            OpenFile.channel(temporary, options, OwnerOnly.fileAttributes(temporary));
        ForcedAhead forced = ahead.ahead(channel, executor)) {
      OwnerOnly.restrictFile(temporary);
      OutputStream out = new BufferedOutputStream(forced.stream(), BUFFER_SIZE);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void deleteAfter(Exception cause, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root is no file");
  }
}
