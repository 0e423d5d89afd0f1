package dev.lamina.internal.unpack;

import dev.lamina.internal.io.Listing;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the entries of a layer, sorted by path, into an empty directory. Whatever they are,
 * nothing is written elsewhere: each name is made anew, in a directory that was made here, and no
 * link is ever followed. Until all is done the directories belong to one user alone, so that nobody
 * else can put anything in the way.
 *
 * <p>Not safe for use by several threads.
 */
public final class LayerUnpacker implements LayerSink, Closeable {
  private static final int SEARCHED_BY_OWNER = 0100;

  private final UnusualEntries unusual;
  private final HostFileWriter files = new HostFileWriter();
  private final HostMetadata metadata;
  private final Deque<Directory> open = new ArrayDeque<>();
  private final Map<Path, EntryAttributes> closedToOwner = new LinkedHashMap<>();
  private final Set<EntryPath> leftOut = new HashSet<>();
  private final OptionalInt rootMode;
  private EntryPath last = EntryPath.ROOT;

  /**
   * A directory in which entries are being made.
   *
   * @param attributes what it gets in the end; null if it stays as it is
   */
  private record Directory(EntryPath path, Path host, @Nullable EntryAttributes attributes) {}

  private LayerUnpacker(Path root, UnusualEntries unusual) throws IOException {
    this.unusual = unusual;
    this.metadata = new HostMetadata(root);
    this.rootMode = metadata.withdraw(root);
    open.push(new Directory(EntryPath.ROOT, root, null));
  }

  /**
   * Begins to unpack into a directory, which is made if it is missing. It keeps its own
   * permissions, unless the layer has an entry for the root.
   *
   * @throws IOException if it cannot be made, or is not empty
   */
  public static LayerUnpacker into(Path directory, UnusualEntries unusual) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    Path root = directory.toRealPath();
    if (!Listing.of(root).isEmpty()) {
      throw new FileSystemException(
          directory.toString(), null, "the directory is not empty: choose an empty one");
    }
    return new LayerUnpacker(root, unusual);
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    Path path = place(file.path());
    files.write(path, file, content);
    metadata.set(path, file.attributes());
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    Path path = place(link.path());
    if (leftOut.contains(link.target())) {
      leftOut.add(link.path());
      return;
    }
    files.link(path, existing(link.target()));
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.Directory directory) {
      addDirectory(directory);
    } else if (entry instanceof LayerEntry.Opaque) {
      enter(entry.path());
      unusual.addOpaque(open.element().host());
    } else if (entry instanceof LayerEntry.Whiteout) {
      unusual.addWhiteout(place(entry.path()));
    } else if (entry instanceof LayerEntry.Symlink link) {
      Path path = place(link.path());
      files.symlink(path, link.target());
      metadata.setOfLink(path, link.attributes());
    } else if (entry instanceof LayerEntry.Device device) {
      addSpecial(entry, device.attributes());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      addSpecial(entry, fifo.attributes());
    } else {
      throw new IllegalArgumentException("no entry that can stand alone: " + entry);
    }
  }

  private void addDirectory(LayerEntry.Directory directory) throws IOException {
    if (directory.path().isRoot()) {
      Path root = open.removeLast().host();
      open.addLast(new Directory(EntryPath.ROOT, root, directory.attributes()));
      return;
    }
    Path path = place(directory.path());
    files.directory(path);
    open.push(new Directory(directory.path(), path, directory.attributes()));
  }

  private void addSpecial(LayerEntry entry, EntryAttributes attributes) throws IOException {
    Path path = place(entry.path());
    if (unusual.addSpecial(entry, path)) {
      metadata.set(path, attributes);
    } else {
      leftOut.add(entry.path());
    }
  }

  /** Returns where an entry is to be made: in a directory that is there. */
  private Path place(EntryPath path) throws IOException {
    if (path.compareTo(last) <= 0) {
      throw new IllegalArgumentException(
          "entries are not sorted: " + escaped(path) + " after " + escaped(last));
    }
    last = path;
    enter(path.parent());
    return HostPaths.child(open.element().host(), path.name());
  }

  private static String escaped(EntryPath path) {
    return ByteNames.escape(path.bytes());
  }

  /** Goes to a directory, which is made if nothing named it. */
  private void enter(EntryPath directory) throws IOException {
    while (!directory.equals(open.element().path()) && !directory.isBelow(open.element().path())) {
      leave(open.pop());
    }
    if (!directory.equals(open.element().path())) {
      enter(directory.parent());
      Path path = HostPaths.child(open.element().host(), directory.name());
      files.directory(path);
      open.push(new Directory(directory, path, EntryAttributes.UNNAMED_DIRECTORY));
    }
  }

  private void leave(Directory directory) throws IOException {
    EntryAttributes attributes = directory.attributes();
    if (attributes == null) {
      if (rootMode.isPresent()) {
        metadata.setMode(directory.host(), rootMode.getAsInt());
      }
    } else if ((attributes.mode() & SEARCHED_BY_OWNER) == 0) {
      // Files in it may get more names elsewhere, which takes a way to them.
      closedToOwner.put(directory.host(), attributes);
    } else {
      metadata.set(directory.host(), attributes);
    }
  }

  /** Returns the place of a file that was made here, and to which no link leads. */
  private Path existing(EntryPath path) throws IOException {
    if (path.isRoot()) {
      throw new NoSuchFileException("", null, "a hard link leads to the root");
    }
    Path parent = path.parent().isRoot() ? open.getLast().host() : existing(path.parent());
    boolean isInDirectory = Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
    Path host = HostPaths.child(parent, path.name());
    if (!isInDirectory || !Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(escaped(path), null, "a hard link leads to what is not there");
    }
    return host;
  }

  /** Gives the directories what they are to have in the end. */
  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      leave(open.pop());
    }
    // What is deeper was left first.
    for (Map.Entry<Path, EntryAttributes> directory : closedToOwner.entrySet()) {
      metadata.set(directory.getKey(), directory.getValue());
    }
    closedToOwner.clear();
  }
}
