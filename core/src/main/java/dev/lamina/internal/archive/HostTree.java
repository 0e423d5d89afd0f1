package dev.lamina.internal.archive;

import dev.lamina.internal.io.Listing;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Walks through a directory of any file system, sorted by the bytes of names, and without following
 * links. What no layer can have, such as a socket, is left out.
 */
public final class HostTree {
  private final Visitor visitor;
  private final Map<Object, EntryPath> firstNames = new HashMap<>();

  private HostTree(Visitor visitor) {
    this.visitor = visitor;
  }

  /** What is told of each file. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes a file; a directory comes before what is in it.
     *
     * @param path where it is in the directory that is walked through
     * @param first an earlier path of the same file, if there was one
     */
    void visit(EntryPath path, HostFile file, Optional<EntryPath> first) throws IOException;
  }

  /**
   * Walks through all that is in a directory; the directory itself is not told.
   *
   * @throws IOException if something cannot be read, or the visitor throws it
   */
  public static void walk(Path directory, Visitor visitor) throws IOException {
    new HostTree(visitor).walk(directory, EntryPath.ROOT);
  }

  /** Adds all that is in a directory to a layer, of which it is the root. */
  public static void write(Path directory, LayerSink sink) throws IOException {
    walk(
        directory,
        (path, file, first) -> {
          if (first.isPresent()) {
            sink.add(new LayerEntry.HardLink(path, first.get()), file.attributes());
          } else {
            file.addTo(sink, path);
          }
        });
  }

  // No deeper than a path can be long.
  private void walk(Path directory, EntryPath at) throws IOException {
    for (Map.Entry<EntryPath, Path> child : children(directory, at).entrySet()) {
      Optional<HostFile> file = HostFile.read(child.getValue());
      if (file.isPresent()) {
        visit(child.getKey(), file.get());
      }
    }
  }

  private void visit(EntryPath path, HostFile file) throws IOException {
    visitor.visit(path, file, firstName(path, file));
    if (file.type() == NodeType.DIRECTORY) {
      walk(file.path(), path);
    }
  }

  private Optional<EntryPath> firstName(EntryPath path, HostFile file) {
    return file.identity().flatMap(id -> Optional.ofNullable(firstNames.putIfAbsent(id, path)));
  }

  private static Map<EntryPath, Path> children(Path directory, EntryPath at) throws IOException {
    Map<EntryPath, Path> children = new TreeMap<>();
    for (Path child : Listing.of(directory)) {
      children.put(at.resolve(HostNames.name(child)), child);
    }
    return children;
  }
}
