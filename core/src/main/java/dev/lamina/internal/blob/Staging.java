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
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    Path directory = OwnerOnly.createTempDirectory(layout.staging());
    try {
      FileChannel lock = OwnerOnly.createFile(directory.resolve(LOCK));
      try {
        FileLock unused = lock.lock();
        return new Staging(layout, fsync, directory, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      FileTreeDeleter.delete(directory);
      throw e;
    }
  }

  /** Removes the directories whose operations have died. */
  static void sweep(StoreLayout layout) throws IOException {
    if (!Files.isDirectory(layout.staging())) {
      return;
    }
    List<Path> dead = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(layout.staging())) {
      for (Path directory : directories) {
        if (isDead(directory)) {
          dead.add(directory);
        }
      }
    }
    for (Path directory : dead) {
      FileTreeDeleter.delete(directory);
    }
  }

  private static boolean isDead(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (NoSuchFileException e) {
      return false; // Being made, or being removed: the next sweep sees.
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
      FileTreeDeleter.delete(directory);
    } finally {
      lock.close();
    }
  }

  /** Returns the directory, for what derived files need while they are made. */
  Path directory() {
    return directory;
  }
}
