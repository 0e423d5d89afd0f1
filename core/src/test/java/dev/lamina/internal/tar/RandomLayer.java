package dev.lamina.internal.tar;

import dev.lamina.internal.tar.TarContents.Content;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random members of a layer, with names, numbers and attributes that fit into headers or do not.
 */
final class RandomLayer {
  private static final int[] OWNERS = {0, 1000, 0x1fffff, 0x200000, Integer.MAX_VALUE};
  private static final long[] TIMES = {
    0, 1, -1, 1_700_000_000_000_000_000L, -1_500_000_000L, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final Random random;
  private final boolean anyBytes;

  /**
   * Makes a generator.
   *
   * @param anyBytes whether there are names that are no text, and what only layers have
   */
  RandomLayer(Random random, boolean anyBytes) {
    this.random = random;
    this.anyBytes = anyBytes;
  }

  /** An entry, the attributes it is written with, and its content. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Member(LayerEntry entry, EntryAttributes attributes, byte[] content) {
    @Override
    public String toString() {
      return describe(entry) + " " + Arrays.hashCode(content);
    }

    /** Returns what every reader can tell. */
    String outline() {
      String link = "";
      if (entry instanceof LayerEntry.HardLink hard) {
        link = hard.target().toString();
      } else if (entry instanceof LayerEntry.Symlink symlink) {
        link = ByteNames.decode(symlink.target());
      }
      return "%s %o %d:%d %d %s %d"
          .formatted(
              entry.path(),
              attributes.mode(),
              attributes.uid(),
              attributes.gid(),
              Math.floorDiv(attributes.modifiedNanos(), 1_000_000_000L),
              link,
              Arrays.hashCode(content));
    }
  }

  List<Member> members() {
    List<Member> members = new ArrayList<>();
    int count = random.nextInt(20);
    for (int i = 0; i < count; i++) {
      members.add(member());
    }
    return members;
  }

  private Member member() {
    EntryAttributes attributes = attributes();
    byte[] content = new byte[0];
    LayerEntry entry =
        switch (random.nextInt(anyBytes ? 9 : 7)) {
          case 0 -> new LayerEntry.Directory(path(), attributes);
          case 1 -> new LayerEntry.Symlink(path(), attributes, target());
          case 2 -> new LayerEntry.HardLink(path(), path());
          case 3 ->
              new LayerEntry.Device(
                  path(),
                  attributes,
                  random.nextBoolean(),
                  1 + random.nextInt(0xFFF),
                  random.nextInt(0x100000));
          case 4 -> new LayerEntry.Fifo(path(), attributes);
          case 7 -> new LayerEntry.Whiteout(path());
          case 8 -> new LayerEntry.Opaque(path());
          default -> {
            content = new byte[random.nextInt(2000)];
            random.nextBytes(content);
            yield new LayerEntry.File(path(), attributes, content.length);
          }
        };
    return new Member(entry, attributes, content);
  }

  private EntryAttributes attributes() {
    Map<String, byte[]> xattrs = new HashMap<>();
    while (random.nextInt(4) == 0) {
      byte[] value = new byte[random.nextInt(200)];
      random.nextBytes(value);
      xattrs.put((random.nextBoolean() ? "user." : "security.") + name(20), value);
    }
    long modified = random.nextBoolean() ? TIMES[random.nextInt(TIMES.length)] : random.nextLong();
    return new EntryAttributes(
        random.nextInt(010000),
        OWNERS[random.nextInt(OWNERS.length)],
        random.nextInt(3) == 0 ? 0xFFFF_FFFDL : OWNERS[random.nextInt(OWNERS.length)],
        modified,
        xattrs);
  }

  private byte[] target() {
    String above = "../".repeat(random.nextInt(3)) + path();
    return ByteNames.encode(random.nextBoolean() ? above : "/" + above);
  }

  private EntryPath path() {
    StringBuilder path = new StringBuilder(name(120));
    while (random.nextInt(3) > 0 && path.length() < 1000) {
      path.append('/').append(name(120));
    }
    return EntryPath.parse(path.toString());
  }

  private String name(int limit) {
    StringBuilder name = new StringBuilder();
    boolean ascii = random.nextInt(3) > 0;
    int length = 1 + random.nextInt(limit);
    while (name.length() < length) {
      int kind = ascii ? 0 : random.nextInt(10);
      if (kind == 1) {
        name.append((char) ('ä' + random.nextInt(8)));
      } else if (kind == 2 && anyBytes) {
        name.append((char) (0xdcff - random.nextInt(2)));
      } else {
        name.append((char) ('a' + random.nextInt(26)));
      }
    }
    return name.toString();
  }

  static byte[] write(List<Member> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LayerTarWriter writer = new LayerTarWriter(out);
    for (Member member : members) {
      if (member.entry() instanceof LayerEntry.File file) {
        writer.add(file, new ByteArrayInputStream(member.content()));
      } else if (member.entry() instanceof LayerEntry.HardLink link) {
        writer.add(link, member.attributes());
      } else {
        writer.add(member.entry());
      }
    }
    writer.finish();
    return out.toByteArray();
  }

  static String describe(Content content) {
    return describe(content.entry()) + " " + Arrays.hashCode(content.stored());
  }

  private static String describe(LayerEntry entry) {
    String path = entry.getClass().getSimpleName() + " " + entry.path() + " ";
    if (entry instanceof LayerEntry.File file) {
      return path + describe(file.attributes()) + file.size();
    } else if (entry instanceof LayerEntry.Directory directory) {
      return path + describe(directory.attributes());
    } else if (entry instanceof LayerEntry.Symlink link) {
      return path + describe(link.attributes()) + ByteNames.decode(link.target());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      return path + describe(fifo.attributes());
    } else if (entry instanceof LayerEntry.Device device) {
      return path
          + describe(device.attributes())
          + (device.block() ? "block " : "character ")
          + device.major()
          + ":"
          + device.minor();
    } else if (entry instanceof LayerEntry.HardLink link) {
      return path + link.target();
    }
    return path;
  }

  private static String describe(EntryAttributes attributes) {
    Map<String, String> xattrs = new TreeMap<>();
    attributes.xattrs().forEach((name, value) -> xattrs.put(name, Arrays.toString(value)));
    return "%o %d:%d %d %s "
        .formatted(
            attributes.mode(),
            attributes.uid(),
            attributes.gid(),
            attributes.modifiedNanos(),
            xattrs);
  }
}
