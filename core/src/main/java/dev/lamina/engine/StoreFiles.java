package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.StoreLayout;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of a store at one moment: how long they are, and which of them belong to nothing. */
final class StoreFiles {
  private final StoreLayout layout;
  private final Set<Path> mounted;
  private final Map<Path, Long> lengths = new HashMap<>();

  private StoreFiles(StoreLayout layout, Collection<Path> mounted) {
    this.layout = layout;
    this.mounted = Set.copyOf(mounted);
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
    return lengths.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how long the files are that keep what was changed in a container. */
  long bytesOf(ContainerRecord container) {
    Path directory = layout.container(container.id());
    return lengths.entrySet().stream()
        .filter(file -> file.getKey().startsWith(directory))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * Returns how long the files are that belong to no image or container of a state, and to no hold.
   * What is staged belongs to an operation, or is collected when the store is opened.
   */
  long bytesWithoutOwner(StoreState state, Needs held, LastUsed lastUsed) {
    Set<Path> belonging = belonging(state, held, lastUsed);
    List<Path> judged =
        List.of(layout.blobs(), layout.layers(), layout.unpacked(), lastUsed.directory());
    return lengths.entrySet().stream()
        .filter(file -> judged.stream().anyMatch(file.getKey()::startsWith))
        .filter(file -> !belonging.contains(file.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns what a file is counted with: itself, or all that was unpacked of a layer. */
  private Path counted(Path file) {
    Path unpacked = layout.unpacked();
    int layer = unpacked.getNameCount() + 1; // After the name of the way to unpack it.
    return file.startsWith(unpacked) && file.getNameCount() > layer
        ? unpacked.resolve(file.getName(layer))
        : file;
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
    /** What is mounted somewhere in the store is counted where it comes from. */
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return mounted.contains(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      lengths.merge(counted(file), attributes.size(), Long::sum);
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
