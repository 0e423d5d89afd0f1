package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes files of a layer's entries, sorted by path. Each name is made anew, in a directory that was
 * made here. Not safe for use by several threads.
 */
final class EntrySink implements LayerSink, Closeable {
  private final EntryMaker maker;
  private final Map<EntryPath, EntryAttributes> directories = new LinkedHashMap<>();

  private EntrySink(EntryMaker maker) {
    this.maker = maker;
  }

  /**
   * Begins to make entries in a directory.
   *
   * @param root an empty directory that only its owner can enter; unless the layer names the root,
   *     all but its time stays as it is
   */
  static EntrySink into(Path root, Marks marks) {
    return new EntrySink(EntryMaker.in(root, marks));
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    enter(file.path().parent());
    maker.file(file, ContentWriter.of(file, content));
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    EntryPath from = link.target().parent();
    if (!from.isRoot() && !directories.containsKey(from)) {
      throw new NoSuchFileException(
          EntryMaker.escaped(link.path()), null, "a hard link leads to what is not there");
    }
    enter(link.path().parent());
    maker.link(link);
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.Directory directory) {
      directory(directory.path(), directory.attributes());
    } else if (entry instanceof LayerEntry.Opaque) {
      enter(entry.path());
      maker.opaque(entry.path());
    } else {
      enter(entry.path().parent());
      maker.other(entry);
    }
  }

  /** Makes a directory, or says what one is to have that nothing had named. */
  void directory(EntryPath path, EntryAttributes attributes) throws IOException {
    if (!path.isRoot() && !directories.containsKey(path)) {
      enter(path.parent());
      maker.directory(path);
    }
    directories.put(path, attributes);
  }

  /** Makes a directory, if it is not there, that nothing has named. */
  private void enter(EntryPath path) throws IOException {
    if (!path.isRoot() && !directories.containsKey(path)) {
      directory(path, EntryAttributes.UNNAMED_DIRECTORY);
    }
  }

  /** Gives the directories what they are to have. */
  @Override
  public void close() throws IOException {
    List<EntryPath> paths = new ArrayList<>(directories.keySet());
    for (int i = paths.size() - 1; i >= 0; i--) { // What is deeper came later.
      EntryAttributes attributes = directories.remove(paths.get(i));
      if (attributes != null) {
        maker.finish(paths.get(i), attributes);
      }
    }
  }
}
