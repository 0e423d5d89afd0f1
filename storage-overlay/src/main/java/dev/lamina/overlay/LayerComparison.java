package dev.lamina.overlay;

import dev.lamina.internal.io.Listing;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.StorageDriver.Differences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares an unpacked layer with what its entries say; it changes nothing. */
final class LayerComparison {
  private static final LinkOption[] AS_IT_IS = {LinkOption.NOFOLLOW_LINKS};

  private final Path layer;
  private final EntryPlaces places;
  private final Marks marks;
  private final Differences differences;
  private final Map<EntryPath, LayerEntry> entries = new LinkedHashMap<>();
  private final Set<EntryPath> opaque = new HashSet<>();
  private final Map<EntryPath, Set<Path>> children = new HashMap<>();
  private final List<EntryPath> implied = new ArrayList<>();

  private LayerComparison(Path layer, Marks marks, Differences differences) {
    this.layer = layer;
    this.places = new EntryPlaces(LayerDirectory.diff(layer));
    this.marks = marks;
    this.differences = differences;
  }

  /** Compares a layer's directory with the layer. */
  static void compare(LayerContent content, Path layer, Marks marks, Differences differences)
      throws IOException {
    LayerComparison comparison = new LayerComparison(layer.toRealPath(), marks, differences);
    content.entries(comparison::take);
    comparison.compareEntries();
    comparison.compareChildren();
    comparison.compareNotes();
    content.files(comparison::compareContents);
  }

  private void take(LayerEntry entry, boolean isNamed) throws IOException {
    if (!isNamed) {
      implied.add(entry.path());
    }
    if (entry instanceof LayerEntry.Opaque) {
      opaque.add(entry.path());
      return;
    }
    entries.put(entry.path(), entry);
    if (!entry.path().isRoot()) {
      children
          .computeIfAbsent(entry.path().parent(), path -> new HashSet<>())
          .add(places.of(entry.path()).getFileName());
    }
  }

  private void compareEntries() throws IOException {
    for (LayerEntry entry : entries.values()) {
      Path place = places.of(entry.path());
      try {
        compare(entry, place);
      } catch (NoSuchFileException e) {
        differences.add(place, named(entry), "no file");
      } catch (IOException e) {
        differences.add(place, named(entry), e.toString());
      }
    }
  }

  private static String named(LayerEntry entry) {
    return entry.getClass().getSimpleName() + " " + EntryMaker.escaped(entry.path());
  }

  private void compare(LayerEntry entry, Path place) throws IOException {
    UpperStat stat = UpperStat.read(place, AS_IT_IS);
    if (entry instanceof LayerEntry.Directory directory) {
      compare(place, stat, NodeType.DIRECTORY, directory.attributes(), opaqueMark(entry.path()));
    } else if (entry instanceof LayerEntry.File file) {
      compare(place, stat, NodeType.FILE, file.attributes(), Map.of());
      require(place, "a length of " + file.size(), stat.size() == file.size(), stat.size());
    } else if (entry instanceof LayerEntry.Symlink link) {
      compare(place, stat, NodeType.SYMLINK, link.attributes(), Map.of());
      boolean isSame =
          stat.type() == NodeType.SYMLINK && Arrays.equals(Posix.readLink(place), link.target());
      require(place, "a link to where the layer says", isSame, "another target");
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      compare(place, stat, NodeType.FIFO, fifo.attributes(), Map.of());
    } else if (entry instanceof LayerEntry.Device device) {
      compare(place, stat, device);
    } else if (entry instanceof LayerEntry.HardLink link) {
      UpperStat target = UpperStat.read(places.of(link.target()), AS_IT_IS);
      boolean isSame = target.inode() == stat.inode() || (isLeftOut(stat) && isLeftOut(target));
      require(place, "one file with " + places.of(link.target()), isSame, "another file");
    } else {
      require(place, "a whiteout", stat.isWhiteout(), stat.type());
    }
  }

  private boolean isLeftOut(UpperStat stat) {
    return marks == Marks.USER && stat.isWhiteout();
  }

  private Map<String, byte[]> opaqueMark(EntryPath path) {
    return opaque.contains(path) ? Map.of(marks.opaque(), new byte[] {'y'}) : Map.of();
  }

  private void compare(Path place, UpperStat stat, LayerEntry.Device device) throws IOException {
    if (isLeftOut(stat)) {
      return; // Who may not make devices hides what is below.
    }
    NodeType type = device.block() ? NodeType.BLOCK_DEVICE : NodeType.CHARACTER_DEVICE;
    compare(place, stat, type, device.attributes(), Map.of());
    String expected = "device " + device.major() + ":" + device.minor();
    boolean isSame = stat.deviceMajor() == device.major() && stat.deviceMinor() == device.minor();
    require(place, expected, isSame, "device " + stat.deviceMajor() + ":" + stat.deviceMinor());
  }

  private void compare(
      Path place,
      UpperStat stat,
      NodeType type,
      EntryAttributes attributes,
      Map<String, byte[]> ownMarks)
      throws IOException {
    require(place, type, stat.type() == type, stat.type());
    boolean isOwned = stat.uid() == attributes.uid() && stat.gid() == attributes.gid();
    require(
        place,
        "owner %s:%s".formatted(attributes.uid(), attributes.gid()),
        isOwned || marks == Marks.USER,
        "%s:%s".formatted(stat.uid(), stat.gid()));
    int mode = isOwned ? attributes.mode() : attributes.mode() & ~06000;
    require(
        place,
        "mode %o".formatted(mode),
        type == NodeType.SYMLINK || stat.permissions() == mode,
        "%o".formatted(stat.permissions()));
    require(
        place,
        "time " + attributes.modifiedNanos(),
        stat.modifiedNanos() == attributes.modifiedNanos(),
        stat.modifiedNanos());
    Map<String, byte[]> xattrs = new TreeMap<>(attributes.xattrs());
    xattrs.putAll(ownMarks);
    compareXattrs(place, xattrs);
  }

  /** Who may not set some leaves them out; what the system adds, such as a label, is its own. */
  private void compareXattrs(Path place, Map<String, byte[]> expected) throws IOException {
    Map<String, byte[]> actual = Posix.xattrs(place);
    for (Map.Entry<String, byte[]> xattr : expected.entrySet()) {
      boolean mayBeMissing = marks == Marks.USER && xattr.getKey().startsWith("security.");
      byte[] value = actual.get(xattr.getKey());
      boolean isSame = value == null ? mayBeMissing : Arrays.equals(value, xattr.getValue());
      require(
          place, "extended attribute " + xattr.getKey(), isSame, value == null ? "none" : "other");
    }
    for (String name : actual.keySet()) {
      boolean isOfSystem = name.startsWith("security.") || name.startsWith("system.");
      boolean isKnown = expected.containsKey(name) || isOfSystem;
      require(place, "no extended attribute " + name, isKnown, "one");
    }
  }

  private void require(Path place, Object expected, boolean isSo, @Nullable Object actual) {
    if (!isSo) {
      differences.add(place, String.valueOf(expected), String.valueOf(actual));
    }
  }

  private void compareChildren() throws IOException {
    for (LayerEntry entry : entries.values()) {
      if (entry instanceof LayerEntry.Directory) {
        Path place = places.of(entry.path());
        Set<Path> known = children.getOrDefault(entry.path(), Set.of());
        if (!Files.isDirectory(place, AS_IT_IS)) {
          continue; // That is told.
        }
        for (Path child : Listing.of(place)) {
          require(child, "nothing", known.contains(child.getFileName()), "a file");
        }
      }
    }
  }

  private void compareNotes() {
    Path file = LayerNotes.file(layer);
    try {
      if (!Arrays.equals(Files.readAllBytes(file), notes().bytes())) {
        differences.add(file, "the notes of the layer", "others");
      }
    } catch (IOException e) {
      differences.add(file, "the notes of the layer", e.toString());
    }
    Path empty = LayerDirectory.empty(layer);
    require(empty, "an empty directory", isEmpty(empty), "something else");
  }

  private LayerNotes notes() throws IOException {
    Set<EntryPath> whiteouts = new LinkedHashSet<>();
    for (LayerEntry entry : entries.values()) {
      if (entry instanceof LayerEntry.Whiteout || isLeftOut(entry)) {
        whiteouts.add(entry.path().parent());
      }
    }
    return new LayerNotes(opaque.contains(EntryPath.ROOT), implied, List.copyOf(whiteouts));
  }

  private boolean isLeftOut(LayerEntry entry) throws IOException {
    boolean mayBe = entry instanceof LayerEntry.Device || entry instanceof LayerEntry.HardLink;
    Path place = places.of(entry.path());
    return mayBe && Files.exists(place, AS_IT_IS) && isLeftOut(UpperStat.read(place, AS_IT_IS));
  }

  private static boolean isEmpty(Path directory) {
    try {
      return Listing.of(directory).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private void compareContents(LayerEntry.File file, LayerContent.FileContent content)
      throws IOException {
    Path place = places.of(file.path());
    if (Files.isRegularFile(place, AS_IT_IS)) {
      try (ComparedFile compared = ComparedFile.open(place, file.size())) {
        content.writeTo(compared);
        require(place, "the contents in the layer", compared.isSame(), "others");
      }
    }
  }
}
