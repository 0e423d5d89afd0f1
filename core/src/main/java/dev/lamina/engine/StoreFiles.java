package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a store at one moment, and which of them belong to nothing. The directory of an
 * unpacked layer counts as one file.
 */
final class StoreFiles {
  private final StoreLayout layout;
  private final Set<Path> mounted;
  private final Map<Path, Found> found = new HashMap<>();

  private StoreFiles(StoreLayout layout, Collection<Path> mounted) {
    this.layout = layout;
    this.mounted = Set.copyOf(mounted);
  }

  /**
   * A file, or all files of an unpacked layer.
   *
   * @param length how long they are together
   * @param modified when it was written, or unpacked
   */
  record Found(Path path, long length, FileTime modified) {
    private Found and(long moreBytes) {
      return new Found(path, length + moreBytes, modified);
    }
  }

  /**
   * Looks through a store's directory; what comes or goes meanwhile may be there or not.
   *
   * @param mounted where something is mounted in it
   */
  static StoreFiles of(Path root, Collection<Path> mounted) throws IOException {
    StoreFiles files = new StoreFiles(new StoreLayout(root), mounted);
    Files.walkFileTree(root, files.new Collector());
    return files;
  }

  /** Returns how long all files are together. */
  long bytes() {
    return found.values().stream().mapToLong(Found::length).sum();
  }

  /** Returns how long the files are that keep what was changed in a container. */
  long bytesOf(ContainerRecord container) {
    Path directory = layout.container(container.id());
    return found.values().stream()
        .filter(file -> file.path().startsWith(directory))
        .mapToLong(Found::length)
        .sum();
  }

  /**
   * Returns the files that belong to no image or container of a state, and to no hold, and what was
   * to become the catalogue's. What is staged belongs to an operation, or is collected when the
   * store is opened.
   */
  List<Found> withoutOwner(StoreState state, Needs held, LastUsed lastUsed) {
    Set<Path> belonging = belonging(state, held, lastUsed);
    List<Path> judged = new ArrayList<>(Catalog.unfinishedIn(layout.root()));
    judged.addAll(
        List.of(layout.blobs(), layout.layers(), layout.unpacked(), lastUsed.directory()));
    return found.values().stream()
        .filter(file -> judged.stream().anyMatch(file.path()::startsWith))
        .filter(file -> !belonging.contains(anyWay(file.path())))
        .toList();
  }

  /** Returns whether this is the directory of a layer, below that of a way to unpack it. */
  private boolean isUnpackedLayer(Path directory) {
    Path unpacked = layout.unpacked();
    return directory.startsWith(unpacked)
        && directory.getNameCount() == unpacked.getNameCount() + 2;
  }

  /** Returns a name for the directory of an unpacked layer, in whatever way it was unpacked. */
  private Path anyWay(Path counted) {
    Path unpacked = layout.unpacked();
    return counted.startsWith(unpacked) ? unpacked.resolve(counted.getFileName()) : counted;
  }

  private Set<Path> belonging(StoreState state, Needs held, LastUsed lastUsed) {
    Set<Path> files = new HashSet<>();
    state
        .images()
        .forEach(
            image -> {
              image.namedBlobs().map(layout::blob).forEach(files::add);
              files.add(lastUsed.file(image.id()));
            });
    state
        .layers()
        .filter(layer -> state.isLayerNeeded(layer.diffId()))
        .forEach(
            layer -> {
              addLayer(layer.diffId(), files);
              layer.forms().forEach(form -> addBlob(form.blob(), files));
            });
    held.blobs().forEach(blob -> addBlob(blob, files));
    held.layers().forEach(diffId -> addLayer(diffId, files));
    return files;
  }

  private void addLayer(Digest diffId, Set<Path> files) {
    files.add(layout.index(diffId));
    files.add(layout.sums(diffId));
    files.add(layout.plain(diffId));
    files.add(layout.frame(diffId));
    files.add(layout.unpacked().resolve(diffId.hex()));
  }

  private void addBlob(Digest blob, Set<Path> files) {
    files.add(layout.blob(blob));
    files.add(layout.checkpoints(blob));
  }

  /** Notes each file, but for what has gone meanwhile, or is hidden even from the owner. */
  private final class Collector extends SimpleFileVisitor<Path> {
    private @Nullable Path layer;

    /** What is mounted somewhere in the store is counted where it comes from. */
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (mounted.contains(directory)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (isUnpackedLayer(directory)) {
        layer = directory;
        found.put(directory, new Found(directory, 0, attributes.lastModifiedTime()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (directory.equals(layer)) {
        layer = null;
      }
      return super.postVisitDirectory(directory, e);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (layer == null) {
        found.put(file, new Found(file, attributes.size(), attributes.lastModifiedTime()));
      } else {
        found.computeIfPresent(layer, (path, all) -> all.and(attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      boolean isPassable = e instanceof NoSuchFileException || e instanceof AccessDeniedException;
      if (isPassable && !file.equals(layout.root())) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
