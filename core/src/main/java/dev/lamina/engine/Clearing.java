package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding;
import dev.lamina.RepairReport.Outcome;
import dev.lamina.RepairReport.Step;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.io.FileTreeDeleter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Deletes what belongs to nothing, as far as that is still so. */
final class Clearing {
  private final Parts parts;

  Clearing(Parts parts) {
    this.parts = parts;
  }

  Step remove(Finding finding) throws IOException {
    Path path = finding.path();
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Mending.step(finding, Outcome.GONE, "it is not there any more");
    }
    delete(finding, path);
    return Files.notExists(path, LinkOption.NOFOLLOW_LINKS)
        ? Mending.step(finding, Outcome.DONE, "deleted")
        : Mending.step(finding, Outcome.FAILED, "it is in use, or needed by now");
  }

  private void delete(Finding finding, Path path) throws IOException {
    switch (finding.kind()) {
      case BLOB -> collectBlob(StoreNames.digest(path));
      case CHECKPOINTS -> deleteCheckpoints(finding, path);
      case INDEX, PLAIN_COPY, FRAME ->
          collectLayer(StoreNames.layerFile(path).map(StoreNames.LayerFile::digest));
      case UNPACKED -> deleteUnpacked(path);
      case STAGING -> {
        boolean unused = parts.blobs().livesOrIsRemoved(path, parts.driver()::release);
      }
      case LEASE -> parts.garbage().collect(Needs.NONE); // With what it had held.
      case CHANGES -> parts.trees().delete(path.getFileName().toString());
      case LAST_USE -> StoreNames.digest(path).ifPresent(parts.lastUsed()::forget);
      default -> parts.catalog().lock().holding(() -> deleteLocked(path));
    }
  }

  /** What has the store's lock to be written is not being written now. */
  private static boolean deleteLocked(Path path) {
    try {
      FileTreeDeleter.delete(path);
      return true;
    } catch (IOException e) {
      throw Failures.of("cannot delete " + path, e);
    }
  }

  private void collectBlob(Optional<Digest> blob) {
    blob.ifPresent(digest -> parts.garbage().collect(new Needs(Set.of(digest), Set.of())));
  }

  private void collectLayer(Optional<Digest> layer) {
    layer.ifPresent(digest -> parts.garbage().collect(new Needs(Set.of(), Set.of(digest))));
  }

  /** Those of a blob that is needed are not, if they are no use. */
  private void deleteCheckpoints(Finding finding, Path path) throws IOException {
    if (finding.severity() == Finding.Severity.GARBAGE) {
      collectBlob(StoreNames.layerFile(path).map(StoreNames.LayerFile::digest));
    } else {
      Files.deleteIfExists(path);
    }
  }

  private void deleteUnpacked(Path path) throws IOException {
    Optional<Digest> layer = StoreNames.digest(path);
    if (layer.isPresent()) {
      collectLayer(layer);
    } else {
      FileTreeDeleter.delete(path); // All that another storage has unpacked.
    }
  }
}
