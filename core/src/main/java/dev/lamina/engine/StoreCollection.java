package dev.lamina.engine;

import dev.lamina.CollectReport;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the whole store, and deletes what belongs to nothing. It begins with files, of
 * whatever age and name, and not with digests that were let go of, as the {@link GarbageCollector}
 * does, nor with the findings of a check, which are told and mended one by one.
 */
final class StoreCollection {
  private final Parts parts;
  private final List<Path> deleted = new ArrayList<>();
  private long freedBytes;
  private @Nullable IOException failure;

  private StoreCollection(Parts parts) {
    this.parts = parts;
  }

  static CollectReport collect(Parts parts, Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("negative time: " + grace);
    }
    Optional<FileTime> before =
        grace.isZero()
            ? Optional.empty()
            : Optional.of(FileTime.from(parts.clock().instant().minus(grace)));
    StoreCollection collection = new StoreCollection(parts);
    try {
      collection.collect(before);
    } catch (IOException e) {
      collection.fail(e);
    }
    return collection.report();
  }

  private void collect(Optional<FileTime> before) throws IOException {
    parts.blobs().prepare(parts.driver()::release);
    parts.trees().sweep();
    StoreFiles files = StoreFiles.of(parts.root(), parts.driver().mounted(parts.root()));
    try (Staging trash = parts.blobs().stage()) {
      if (!garbage(files, before).isEmpty()) {
        parts.unforced().settle(); // Most of it now, as it may take long.
      }
      // Under the lock, nobody can begin to need what is garbage, or is just bringing it.
      boolean unused = parts.catalog().lock().holding(() -> deleteLocked(files, before, trash));
    }
  }

  private boolean deleteLocked(StoreFiles files, Optional<FileTime> before, Staging trash) {
    try {
      List<StoreFiles.Found> garbage = garbage(files, before);
      if (!garbage.isEmpty()) {
        parts.unforced().settleLocked();
      }
      garbage.forEach(file -> delete(file, trash));
      return true;
    } catch (IOException e) {
      fail(e);
      return false;
    }
  }

  private List<StoreFiles.Found> garbage(StoreFiles files, Optional<FileTime> before)
      throws IOException {
    Needs held = parts.blobs().holds().find().living();
    return files.withoutOwner(parts.catalog().state(), held, parts.lastUsed()).stream()
        .filter(file -> before.isEmpty() || file.modified().compareTo(before.get()) < 0)
        .toList();
  }

  /** Directories may take long to delete: they are only taken out of the way. */
  private void delete(StoreFiles.Found file, Staging trash) {
    try {
      if (Files.isDirectory(file.path())) {
        Path away = trash.makeDirectory().resolve("unpacked");
        Path unused = Files.move(file.path(), away, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(file.path());
      }
      deleted.add(file.path());
      freedBytes += file.length();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    if (failure == null) {
      failure = e;
    } else {
      failure.addSuppressed(e);
    }
  }

  private CollectReport report() {
    if (failure != null) {
      throw Failures.of("cannot delete all that belongs to nothing in " + parts.root(), failure);
    }
    return new CollectReport(deleted, freedBytes);
  }
}
