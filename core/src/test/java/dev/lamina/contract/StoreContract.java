package dev.lamina.contract;

import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What all contracts need: a store of the storage, and a place for archives. */
public interface StoreContract {
  /** Opens a new, empty store; the test closes it. */
  ImageStore newStore();

  /** Returns an empty directory for archives, which no other test uses. */
  Path directory();

  /** Writes a file into the directory. */
  default Path write(String name, byte[] bytes) {
    try {
      return Files.write(directory().resolve(name), bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Loads images as {@code docker save} writes them. */
  static List<Image> load(ImageStore store, TestImage... images) {
    return store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(images)));
  }

  /** Returns the IDs of images. */
  static List<ImageId> ids(Iterable<Image> images) {
    List<ImageId> ids = new ArrayList<>();
    images.forEach(image -> ids.add(image.id()));
    return ids;
  }

  /**
   * Returns every path in a store's directory with slashes, sorted, with the sizes of files;
   * without what it keeps for its next mounts while it is open.
   */
  static List<String> files(ImageStore store) {
    Path root = store.info().root();
    try (Stream<Path> paths = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : paths.sorted().toList()) {
        if (!isForNextMounts(root, path)) {
          String name = root.relativize(path).toString().replace('\\', '/');
          lines.add(name + (Files.isRegularFile(path) ? " " + Files.size(path) : "/"));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean isForNextMounts(Path root, Path path) throws IOException {
    int depth = root.getNameCount() + 2;
    if (path.getNameCount() < depth) {
      return false;
    }
    Path directory = root.resolve(root.relativize(path).subpath(0, 2));
    return path.startsWith(root.resolve("leases"))
        ? needsNothing(directory)
        : path.startsWith(root.resolve("staging")) && hasEmptyDirectories(directory);
  }

  /** Returns whether nothing is held by a directory below {@code leases}. */
  private static boolean needsNothing(Path hold) throws IOException {
    Path needs = hold.resolve("needs");
    return Files.exists(needs) && Files.readString(needs).isBlank();
  }

  /** Returns whether a directory below {@code staging} has nothing but places to mount at. */
  private static boolean hasEmptyDirectories(Path staged) throws IOException {
    try (Stream<Path> paths = Files.walk(staged, 2)) {
      return paths
          .filter(path -> !path.equals(staged) && !path.equals(staged.resolve("lock")))
          .allMatch(path -> path.getParent().equals(staged) && Files.isDirectory(path));
    }
  }
}
