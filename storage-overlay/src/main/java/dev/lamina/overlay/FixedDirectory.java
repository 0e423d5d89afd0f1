package dev.lamina.overlay;

import dev.lamina.Digest;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.Fsync;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topmost lower directory of a stack that needs fixes: just the directories that are to be as
 * the stack has them, or, if there may not be one more directory, the topmost layer's with those in
 * it. It is made once, by whichever process comes first.
 *
 * @param path where it is
 * @param layer the directory of the topmost layer, in which it is
 * @param hasLayer whether it stands for the topmost layer too
 * @param marks how it is marked
 */
record FixedDirectory(Path path, Path layer, boolean hasLayer, Marks marks) {
  static FixedDirectory of(List<Digest> diffIds, Path layer, boolean hasLayer, Marks marks) {
    String name = hex(diffIds) + (hasLayer ? "-whole" : "");
    return new FixedDirectory(LayerDirectory.stacks(layer).resolve(name), layer, hasLayer, marks);
  }

  private static String hex(List<Digest> diffIds) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Digest diffId : diffIds) {
        sha256.update((diffId + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  /**
   * Makes the directory, unless somebody has.
   *
   * @param fixes what it is to have
   */
  void make(StackFixes fixes) throws IOException {
    Path stacks = LayerDirectory.stacks(layer);
    try {
      EntryMaker.makeDirectory(stacks);
    } catch (FileAlreadyExistsException e) {
      // Other stacks have the same topmost layer.
    }
    Path made = Files.createTempDirectory(stacks, "new-");
    boolean done = false;
    try {
      fill(made, fixes);
      force(made);
      done = publish(made);
    } finally {
      if (!done) {
        FileTreeDeleter.delete(made);
      }
    }
  }

  private void fill(Path made, StackFixes fixes) throws IOException {
    if (hasLayer) {
      LinkedCopy.make(LayerDirectory.diff(layer), made, fixes, marks);
      return;
    }
    try (EntrySink sink = EntrySink.into(made, marks)) {
      for (Map.Entry<EntryPath, EntryAttributes> directory : fixes.directories().entrySet()) {
        sink.directory(directory.getKey(), directory.getValue());
      }
    }
  }

  /** Directories are all that is new: no need to wait for what others have written. */
  private static void force(Path made) throws IOException {
    try {
      forceDirectories(made);
    } catch (AccessDeniedException e) {
      Posix.syncFileSystem(made); // Not even its owner can open one of them.
    }
  }

  private static void forceDirectories(Path made) throws IOException {
    Path unused =
        Files.walkFileTree(
            made,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
                  throws IOException {
                if (failure != null) {
                  throw failure;
                }
                Fsync.FULL.directory(left);
                return FileVisitResult.CONTINUE;
              }
            });
  }

  private boolean publish(Path made) throws IOException {
    try {
      Path unused = Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      if (!exists()) {
        throw e;
      }
      return false; // Another one has made the same.
    }
  }
}
