package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes members that may stand in one layer, and often in one another's way across layers. */
public final class RandomMembers {
  static final byte[][] NAMES = {
    {'a'}, {'b'}, {'A'}, {'a', '-'}, {'a', '!'}, {(byte) 0xff}, {'a', (byte) 0x80}, {'.', 'z'}
  };

  final TestLayer layer = new TestLayer();
  final List<LayerEntry> entries = new ArrayList<>();
  final Map<EntryPath, byte[]> contents = new HashMap<>();
  private final Map<EntryPath, Integer> kinds = new HashMap<>();
  private final Set<EntryPath> directories = new HashSet<>();
  private final Set<EntryPath> linked = new HashSet<>();
  private final Random random;

  private final boolean forHost;

  RandomMembers(Random random) {
    this(random, false);
  }

  private RandomMembers(Random random, boolean forHost) {
    this.random = random;
    this.forHost = forHost;
  }

  /** Returns a layer that a host's file system can have; its index is put into a new file. */
  public static LayerSource forHost(Random random, int count, Path index) throws IOException {
    RandomMembers members = new RandomMembers(random, true);
    members.run(count);
    return members.layer.source(index);
  }

  void run(int count) {
    for (int i = 0; i < count; i++) {
      EntryPath path = randomPath();
      int kind = kinds.getOrDefault(path, random.nextInt(5));
      switch (random.nextInt(10)) {
        case 0 -> whiteout(path);
        case 1 -> opaque(path);
        default -> member(path, kind);
      }
    }
  }

  private EntryPath randomPath() {
    EntryPath path = EntryPath.ROOT;
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      path = path.resolve(NAMES[random.nextInt(random.nextInt(NAMES.length) + 1)]);
    }
    return path;
  }

  private boolean parentsCanBeDirectories(EntryPath path) {
    for (EntryPath at = path; !at.isRoot(); ) {
      at = at.parent();
      if (kinds.getOrDefault(at, 0) != 0) {
        return false;
      }
    }
    return true;
  }

  private void addParents(EntryPath path) {
    for (EntryPath at = path; !at.isRoot(); ) {
      at = at.parent();
      directories.add(at);
    }
  }

  private void whiteout(EntryPath path) {
    if (!path.isRoot() && parentsCanBeDirectories(path)) {
      add(new LayerEntry.Whiteout(path));
    }
  }

  private void opaque(EntryPath path) {
    if (kinds.getOrDefault(path, 0) == 0 && parentsCanBeDirectories(path)) {
      directories.add(path);
      add(new LayerEntry.Opaque(path));
    }
  }

  private void add(LayerEntry entry) {
    addParents(entry.path());
    entries.add(entry);
    layer.entry(entry);
  }

  private void member(EntryPath path, int kind) {
    if (!parentsCanBeDirectories(path)
        || linked.contains(path)
        || (kind != 0 && (path.isRoot() || directories.contains(path)))) {
      return;
    }
    switch (kind) {
      case 0 -> add(new LayerEntry.Directory(path, attributes()));
      case 1 -> file(path);
      case 2 -> add(new LayerEntry.Symlink(path, linkAttributes(), target()));
      case 3 -> add(new LayerEntry.Fifo(path, plainAttributes(0640)));
      default -> {
        if (!link(path)) {
          return;
        }
      }
    }
    kinds.put(path, kind);
  }

  private void file(EntryPath path) {
    byte[] content = bytes(40);
    contents.put(path, content);
    addParents(path);
    EntryAttributes attributes = attributes();
    entries.add(new LayerEntry.File(path, attributes, content.length));
    layer.file(path, attributes, content);
  }

  private boolean link(EntryPath path) {
    List<EntryPath> targets = new ArrayList<>();
    kinds.forEach(
        (target, kind) -> {
          if (kind != 0 && !target.equals(path)) {
            targets.add(target);
          }
        });
    if (targets.isEmpty()) {
      return false;
    }
    targets.sort(null);
    EntryPath target = targets.get(random.nextInt(targets.size()));
    linked.add(target);
    add(new LayerEntry.HardLink(path, target));
    return true;
  }

  private byte[] target() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private byte[] bytes(int limit) {
    byte[] bytes = new byte[random.nextInt(limit)];
    random.nextBytes(bytes);
    return bytes;
  }

  private EntryAttributes attributes() {
    Map<String, byte[]> xattrs =
        random.nextInt(4) > 0 ? Map.of() : Map.of("user.a", bytes(3), "user.b\udc80", bytes(3));
    return new EntryAttributes(random.nextInt(010000), owner(), owner(), time(), xattrs);
  }

  private EntryAttributes linkAttributes() {
    return forHost ? plainAttributes(0777) : attributes();
  }

  /** Only files and directories of a host have attributes of users. */
  private EntryAttributes plainAttributes(int mode) {
    return forHost ? new EntryAttributes(mode, owner(), owner(), time(), Map.of()) : attributes();
  }

  private long owner() {
    return random.nextLong(0xffff_ffffL);
  }

  private long time() {
    return forHost ? random.nextLong(1L << 60) : random.nextLong();
  }
}
