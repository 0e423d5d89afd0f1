package dev.lamina.engine;

import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.io.FileTreeDeleter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where one open store mounts images. It takes long to make a directory and to remove it, so that
 * some are used again, each time by a new name: nobody finds another tree where one was. Safe for
 * use by several threads.
 */
final class MountPlaces {
  private static final int MOST_IDLE = 16;

  private final BlobStore blobs;
  private final Lock lock = new ReentrantLock();
  private final Deque<Path> idle = new ArrayDeque<>();
  private final Set<Path> covered = new HashSet<>();
  private @Nullable Staging staging;
  private final Set<Path> used = new HashSet<>();
  private boolean isClosed;

  MountPlaces(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Returns an empty directory, of which nobody has heard, until the endings come. */
  Path take(Endings endings) throws IOException {
    lock.lock();
    try {
      Path place = idle.isEmpty() ? make() : idle.pop();
      used.add(place);
      endings.add(() -> leave(place));
      return place;
    } finally {
      lock.unlock();
    }
  }

  private Path make() throws IOException {
    if (staging == null) {
      staging = blobs.stage();
    }
    return staging.makeDirectory();
  }

  /** Notes where a mount is: if that is a place itself, nothing was written into it. */
  void noteMounted(Path root) {
    lock.lock();
    try {
      if (used.contains(root)) {
        covered.add(root);
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(Path place) throws IOException {
    lock.lock();
    try {
      used.remove(place);
      Staging mine = staging;
      boolean isEmpty = covered.remove(place);
      if (mine != null && isEmpty && idle.size() < MOST_IDLE) {
        idle.push(mine.rename(place));
      } else {
        FileTreeDeleter.delete(place);
      }
    } finally {
      removeIfDone();
      lock.unlock();
    }
  }

  /** Removes the directories, or has that done when the last mount is closed. */
  void close() throws IOException {
    lock.lock();
    try {
      isClosed = true;
      removeIfDone();
    } finally {
      lock.unlock();
    }
  }

  private void removeIfDone() throws IOException {
    if (isClosed && used.isEmpty() && staging != null) {
      Staging left = staging;
      staging = null;
      idle.clear();
      left.close();
    }
  }
}
