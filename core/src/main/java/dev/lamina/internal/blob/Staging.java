package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Where one operation keeps what is not complete yet. Closing it takes away what was not published.
 * The directory is locked while its operation lives, so that another process can tell and collect
 * what a killed one left.
 */
public final class Staging implements AutoCloseable {
  private static final String LOCK = "lock";

  /** The directories in use by this process, on whatever file system; not all have real locks. */
  private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

  private final StoreLayout layout;
  private final Fsync fsync;
  private final Path directory;
  private final FileChannel lock;
  private final AtomicInteger names = new AtomicInteger();

  private Staging(StoreLayout layout, Fsync fsync, Path directory, FileChannel lock) {
    this.layout = layout;
    this.fsync = fsync;
    this.directory = directory;
    this.lock = lock;
  }

  /** Makes a directory for an operation. */
  static Staging open(StoreLayout layout, Fsync fsync) throws IOException {
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      Path directory = OwnerOnly.createTempDirectory(layout.staging()).toRealPath();
      LIVE.add(directory);
      boolean locked = false;
      try {
        FileChannel lock = OwnerOnly.createFile(directory.resolve(LOCK));
        try {
          FileLock unused = lock.lock();
          locked = Files.exists(directory.resolve(LOCK));
          if (locked) {
            return new Staging(layout, fsync, directory, lock);
          }
        } finally {
          if (!locked) {
            lock.close();
          }
        }
      } catch (NoSuchFileException e) {
        // A sweep of another process took the directory before it was locked: make another one.
      } finally {
        if (!locked) {
          LIVE.remove(directory);
          Files.deleteIfExists(directory.resolve(LOCK));
          removeEmpty(directory);
        }
      }
    }
  }

  /** Removes the directories whose operations have died. */
  static void sweep(StoreLayout layout) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(layout.staging())) {
      directories.forEach(found::add);
    }
    for (Path directory : found) {
      // To close a lock file drops the lock that this process has on it, by whatever channel.
      if (Files.isDirectory(directory) && !LIVE.contains(directory.toRealPath())) {
        removeIfDead(directory);
      }
    }
  }

  private static void removeIfDead(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return;
      }
      empty(directory);
    } catch (OverlappingFileLockException e) {
      return; // Another copy of this class has it.
    } catch (NoSuchFileException e) {
      // Being made, being removed, or left empty by one that was killed.
    }
    removeEmpty(directory);
  }

  /** Removes what is in a directory; the lock goes last, so that who is killed leaves it. */
  private static void empty(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(found::add);
    }
    for (Path file : found) {
      if (!file.getFileName().toString().equals(LOCK)) {
        FileTreeDeleter.delete(file);
      }
    }
    Files.deleteIfExists(directory.resolve(LOCK));
  }

  private static void removeEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody has just locked it.
    }
  }

  /** Receives a layer blob. */
  public ReceivedBlob receiveLayer(
      InputStream in, BlobExpectation expected, Executor executor, LongConsumer progress)
      throws IOException {
    return new LayerReceiver(directory, nextName(), executor, progress).receive(in, expected);
  }

  /** Receives a blob that is no layer, or of which it does not matter. */
  public ReceivedBlob receive(InputStream in, BlobExpectation expected) throws IOException {
    Path file = directory.resolve(nextName());
    MessageDigest sha256 = Sha256.create();
    long size = 0;
    try (FileChannel out = OwnerOnly.createFile(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        size += n;
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          int unused = out.write(bytes);
        }
      }
    }
    Digest digest = Digest.sha256(sha256);
    expected.check(digest, size);
    return new ReceivedBlob(digest, size, file, Optional.empty(), null);
  }

  private String nextName() {
    return "b" + names.incrementAndGet();
  }

  /**
   * Makes blobs visible under their digests. The blobs themselves are made durable first; indexes
   * and checkpoints need not be, as they are checked when opened and can be made again.
   */
  public void publish(Collection<ReceivedBlob> blobs) throws IOException {
    for (ReceivedBlob blob : blobs) {
      try (FileChannel file = FileChannel.open(blob.file(), StandardOpenOption.WRITE)) {
        fsync.file(file);
      }
    }
    for (ReceivedBlob blob : blobs) {
      ReceivedBlob.LayerContent layer = blob.content().orElse(null);
      if (layer != null) {
        move(layer.index(), layout.index(layer.diffId()));
        if (layer.checkpoints().isPresent()) {
          move(layer.checkpoints().get(), layout.checkpoints(blob.digest()));
        }
      }
      move(blob.file(), layout.blob(blob.digest()));
    }
    fsync.directory(layout.blobs("sha256"));
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) { // One blob may stand for two layers of one image.
      AtomicFile.replace(from, to);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      empty(directory);
    } finally {
      lock.close();
      LIVE.remove(directory);
      removeEmpty(directory);
    }
  }

  /** Returns the directory, for what derived files need while they are made. */
  Path directory() {
    return directory;
  }
}
