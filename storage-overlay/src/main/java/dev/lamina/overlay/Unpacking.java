package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a layer's entries in the order in which no path can lead elsewhere: directories, files,
 * then links and all else, and in the end what directories are to have. There is no link until
 * nothing is written any more.
 */
final class Unpacking {
  private final EntryMaker maker;
  private final List<EntryPath> directories = new ArrayList<>();
  private final List<EntryAttributes> attributes = new ArrayList<>();
  private final List<EntryPath> implied = new ArrayList<>();
  private final List<EntryPath> whiteouts = new ArrayList<>();
  private boolean isRootOpaque;

  /**
   * Begins to unpack a layer.
   *
   * @param maker makes entries in a directory that is there, and empty
   */
  Unpacking(EntryMaker maker) {
    this.maker = maker;
  }

  /** Takes all entries, and makes the directories. */
  void addDirectory(LayerEntry entry, boolean isNamed) throws IOException {
    EntryPath path = entry.path();
    if (entry instanceof LayerEntry.Directory directory) {
      if (!path.isRoot()) {
        maker.directory(path);
      }
      directories.add(path);
      attributes.add(directory.attributes());
      if (!isNamed) {
        implied.add(path);
      }
    }
  }

  /** Makes a file. */
  void addFile(LayerEntry.File file, LayerContent.FileContent content) throws IOException {
    maker.file(file, content);
  }

  /** Takes all entries once more, and makes what is neither a directory nor a file. */
  void addOther(LayerEntry entry, boolean isNamed) throws IOException {
    if (entry instanceof LayerEntry.Opaque) {
      isRootOpaque |= entry.path().isRoot();
      maker.opaque(entry.path());
    } else if (entry instanceof LayerEntry.HardLink link) {
      maker.link(link);
      noteWhiteout(entry);
    } else if (!(entry instanceof LayerEntry.Directory || entry instanceof LayerEntry.File)) {
      maker.other(entry);
      noteWhiteout(entry);
    }
  }

  private void noteWhiteout(LayerEntry entry) {
    EntryPath path = entry.path();
    if (entry instanceof LayerEntry.Whiteout || maker.isLeftOut(path)) {
      EntryPath parent = path.parent();
      // Those of one directory come together, but for what is in directories of it.
      if (whiteouts.isEmpty() || !whiteouts.get(whiteouts.size() - 1).equals(parent)) {
        whiteouts.add(parent);
      }
    }
  }

  /** Gives the directories what they are to have. */
  void finish() throws IOException {
    for (int i = directories.size() - 1; i >= 0; i--) { // What is deeper came later.
      maker.finish(directories.get(i), attributes.get(i));
    }
  }

  /** Returns what is to be known of the layer. */
  LayerNotes notes() {
    return new LayerNotes(isRootOpaque, implied, whiteouts.stream().distinct().toList());
  }
}
