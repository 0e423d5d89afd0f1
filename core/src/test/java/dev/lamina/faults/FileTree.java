package dev.lamina.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a directory, to be compared and put elsewhere.
 *
 * @param directories the paths of directories below the root, each after the one it is in
 * @param files the contents by their paths
 */
public record FileTree(Map<String, Boolean> directories, Map<String, byte[]> files) {
  private static final byte[] NOTHING = {};

  /** Nothing. */
  static final FileTree EMPTY = new FileTree(Map.of(), Map.of());

  public FileTree {
    directories = Collections.unmodifiableMap(new TreeMap<>(directories));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** Reads all that is in a directory; what is no regular file counts as an empty one. */
  static FileTree of(Path root) throws IOException {
    Map<String, Boolean> directories = new TreeMap<>();
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths.skip(1)::iterator) {
        String name = root.relativize(path).toString();
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          directories.put(name, true);
        } else {
          boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
          files.put(name, isFile ? Files.readAllBytes(path) : NOTHING);
        }
      }
    }
    return new FileTree(directories, files);
  }

  /** Writes it all into a new directory. */
  void writeTo(Path root) throws IOException {
    Files.createDirectories(root);
    for (String directory : directories.keySet()) {
      Files.createDirectory(root.resolve(directory));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(root.resolve(file.getKey()), file.getValue());
    }
  }
}
