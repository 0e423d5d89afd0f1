package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes single entries of a layer below a directory. Each is made anew, in a directory that was
 * made before: nothing that is there is written to. Safe for use by several threads.
 */
final class EntryMaker {
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FIFO = 0010000;
  private static final int PRIVATE = 0600;
  private static final byte[] YES = {'y'};

  private final EntryPlaces places;
  private final Marks marks;
  private final Metadata metadata;
  private final ContentWriter contents;
  private final Set<EntryPath> leftOut = ConcurrentHashMap.newKeySet();

  private EntryMaker(Path root, Marks marks, Metadata metadata, Durability durability) {
    this.places = new EntryPlaces(root);
    this.marks = marks;
    this.metadata = metadata;
    this.contents = new ContentWriter(durability);
  }

  /**
   * Makes a maker of entries in a directory that was made just now, by this process.
   *
   * @param durability {@code FULL} to begin to write files to the medium, too
   */
  static EntryMaker inNew(Path root, Marks marks, Durability durability) throws IOException {
    Map<String, Object> made =
        Files.readAttributes(root, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new EntryMaker(
        root, marks, new Metadata(marks, number(made, "uid"), number(made, "gid")), durability);
  }

  /** Makes a maker of entries in any directory. */
  static EntryMaker in(Path root, Marks marks) {
    return new EntryMaker(root, marks, new Metadata(marks, -1, -1), Durability.FAST);
  }

  private static long number(Map<String, Object> attributes, String name) {
    return Integer.toUnsignedLong((Integer) Objects.requireNonNull(attributes.get(name)));
  }

  /** What is done with an entry. */
  private interface Step {
    void run(Path place) throws IOException;
  }

  private void at(EntryPath path, Step step) throws IOException {
    try {
      step.run(place(path));
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw new IOException(named(path) + reason, e);
    }
  }

  private Path place(EntryPath path) throws IOException {
    if (!places.hasRoomFor(path)) {
      throw new IOException(
          named(path)
              + "the path is too long: with the store's, the kernel takes at most 4095 bytes");
    }
    return places.of(path);
  }

  private static String named(EntryPath path) {
    return "layer entry \"" + escaped(path) + "\": ";
  }

  /** Returns a path for a message. */
  static String escaped(EntryPath path) {
    return ByteNames.escape(path.bytes());
  }

  /** Makes a directory, for its owner alone until it is finished. */
  void directory(EntryPath path) throws IOException {
    at(path, EntryMaker::makeDirectory);
  }

  /** Makes a directory for its owner alone. */
  static void makeDirectory(Path place) throws IOException {
    Path unused =
        Files.createDirectory(
            place,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Has a directory hide what the layers below have in it. */
  void opaque(EntryPath path) throws IOException {
    at(path, place -> Posix.setXattr(place, marks.opaque(), YES));
  }

  /** Gives a directory, in which all is done, what it is to have. */
  void finish(EntryPath path, EntryAttributes attributes) throws IOException {
    at(path, place -> metadata.set(place, attributes, Metadata.Mode.TO_BE_SET));
  }

  /** Makes a file. */
  void file(LayerEntry.File file, LayerContent.FileContent content) throws IOException {
    EntryAttributes attributes = file.attributes();
    // Extended attributes can be set only while the owner may write.
    int made = attributes.xattrs().isEmpty() ? attributes.mode() & 0777 : PRIVATE;
    at(
        file.path(),
        place -> {
          contents.write(place, file, made, content);
          metadata.set(
              place,
              attributes,
              made == attributes.mode() ? Metadata.Mode.AS_MADE : Metadata.Mode.TO_BE_SET);
        });
  }

  /** Makes one more name of a file; of what was left out, nothing is seen there either. */
  void link(LayerEntry.HardLink link) throws IOException {
    if (leftOut.contains(link.target())) {
      leaveOut(link.path());
      return;
    }
    Path existing = place(link.target());
    at(
        link.path(),
        place -> {
          Path unused = Files.createLink(place, existing);
        });
  }

  /** Makes what is no file, hard link or directory. */
  void other(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.Symlink link) {
      symlink(link);
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      node(fifo.path(), fifo.attributes(), FIFO, 0, 0);
    } else if (entry instanceof LayerEntry.Device device) {
      device(device);
    } else if (entry instanceof LayerEntry.Whiteout) {
      whiteout(entry.path());
    } else {
      throw new IllegalArgumentException("no entry that can stand alone: " + entry);
    }
  }

  private void symlink(LayerEntry.Symlink link) throws IOException {
    at(
        link.path(),
        place -> {
          Posix.symlink(place, link.target());
          metadata.set(place, link.attributes(), Metadata.Mode.NONE);
        });
  }

  private void device(LayerEntry.Device device) throws IOException {
    if (!device.block() && device.major() == 0 && device.minor() == 0) {
      throw new InvalidArchiveException(
          named(device.path()) + "forged overlay mark: character device 0:0");
    }
    int type = device.block() ? BLOCK_DEVICE : CHARACTER_DEVICE;
    try {
      node(device.path(), device.attributes(), type, device.major(), device.minor());
    } catch (IOException e) {
      if (marks != Marks.USER || !Metadata.isRefusal(e.getCause())) {
        throw e;
      }
      leaveOut(device.path());
    }
  }

  private void node(EntryPath path, EntryAttributes attributes, int type, int major, int minor)
      throws IOException {
    at(
        path,
        place -> {
          Posix.mknod(place, type | PRIVATE, major, minor);
          metadata.set(place, attributes, Metadata.Mode.TO_BE_SET);
        });
  }

  private void leaveOut(EntryPath path) throws IOException {
    leftOut.add(path);
    whiteout(path);
  }

  private void whiteout(EntryPath path) throws IOException {
    at(path, place -> Posix.mknod(place, CHARACTER_DEVICE, 0, 0));
  }

  /** Returns whether an entry was left out, and a whiteout is there. */
  boolean isLeftOut(EntryPath path) {
    return leftOut.contains(path);
  }
}
