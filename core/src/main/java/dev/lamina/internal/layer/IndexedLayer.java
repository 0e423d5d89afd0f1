package dev.lamina.internal.layer;

import dev.lamina.Digest;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** A layer's contents, by its index. */
public final class IndexedLayer implements LayerContent {
  private final LayerSource layer;
  private final LayerIndex index;
  private final Executor executor;

  /**
   * Makes the contents of a layer, which is closed with them.
   *
   * @param executor reads files besides the thread that asks
   */
  public IndexedLayer(LayerSource layer, Executor executor) {
    this.layer = layer;
    this.index = layer.index();
    this.executor = executor;
  }

  @Override
  public Digest diffId() {
    return layer.diffId();
  }

  @Override
  public void entries(Entries consumer) throws IOException {
    Walk walk = new Walk(consumer);
    walk.enter(LayerIndex.ROOT, EntryPath.ROOT, false);
    walk.addLinks();
  }

  /** Tells the entries directory by directory; no deeper than a path can be long. */
  private final class Walk {
    private final Entries consumer;
    private final List<Integer> links = new ArrayList<>();
    private final List<EntryPath> linkPaths = new ArrayList<>();
    private final Map<Integer, EntryPath> linked = new HashMap<>();

    Walk(Entries consumer) {
      this.consumer = consumer;
    }

    void enter(int directory, EntryPath path, boolean isHidden) throws IOException {
      consumer.accept(
          new LayerEntry.Directory(path, index.attributes(directory)), index.isExplicit(directory));
      boolean hides = index.isOpaque(directory) || index.hidesLower(directory);
      if (hides && !isHidden) {
        consumer.accept(new LayerEntry.Opaque(path), true);
      }
      int end = index.childrenEnd(directory);
      for (int child = index.childrenStart(directory); child < end; child++) {
        add(child, path.resolve(index.name(child)), isHidden || hides);
      }
    }

    private void add(int record, EntryPath path, boolean isHidden) throws IOException {
      switch (index.type(record)) {
        case DIRECTORY -> enter(record, path, isHidden);
        case HARD_LINK -> {
          links.add(record);
          linkPaths.add(path);
        }
        case WHITEOUT -> {
          if (!isHidden) {
            consumer.accept(new LayerEntry.Whiteout(path), true);
          }
        }
        default -> {
          if (index.linkCount(record) > 1) {
            linked.put(record, path);
          }
          consumer.accept(entry(record, path), true);
        }
      }
    }

    void addLinks() throws IOException {
      for (int i = 0; i < links.size(); i++) {
        EntryPath target = linked.get(index.primary(links.get(i)));
        if (target == null) {
          throw new IOException("a hard link leads to nothing: " + linkPaths.get(i));
        }
        consumer.accept(new LayerEntry.HardLink(linkPaths.get(i), target), true);
      }
    }
  }

  private LayerEntry entry(int record, EntryPath path) {
    EntryAttributes attributes = index.attributes(record);
    return switch (index.type(record)) {
      case FILE -> new LayerEntry.File(path, attributes, index.size(record));
      case SYMLINK -> new LayerEntry.Symlink(path, attributes, index.linkTarget(record));
      case FIFO -> new LayerEntry.Fifo(path, attributes);
      case CHARACTER_DEVICE -> device(record, path, attributes, false);
      case BLOCK_DEVICE -> device(record, path, attributes, true);
      default -> throw new IllegalArgumentException("no leaf: " + index.type(record));
    };
  }

  private LayerEntry device(
      int record, EntryPath path, EntryAttributes attributes, boolean isBlock) {
    return new LayerEntry.Device(
        path, attributes, isBlock, index.deviceMajor(record), index.deviceMinor(record));
  }

  @Override
  public void files(Files consumer) throws IOException {
    new StoredOrder(layer, executor).read(consumer);
  }

  @Override
  public void close() throws IOException {
    layer.bytes().close();
  }
}
