package dev.lamina.internal.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.internal.tar.TarContents.Content;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random archives by the writer of Commons Compress, read by its reader and by ours. */
final class TarDifferentialTest {
  private static final int[] LONG_NAMES = {
    TarArchiveOutputStream.LONGFILE_GNU,
    TarArchiveOutputStream.LONGFILE_POSIX,
    TarArchiveOutputStream.LONGFILE_TRUNCATE,
    TarArchiveOutputStream.LONGFILE_ERROR
  };
  private static final int[] BIG_NUMBERS = {
    TarArchiveOutputStream.BIGNUMBER_STAR,
    TarArchiveOutputStream.BIGNUMBER_POSIX,
    TarArchiveOutputStream.BIGNUMBER_ERROR
  };
  private static final byte[] TYPES = {
    TarConstants.LF_NORMAL,
    TarConstants.LF_NORMAL,
    TarConstants.LF_DIR,
    TarConstants.LF_SYMLINK,
    TarConstants.LF_LINK,
    TarConstants.LF_CHR,
    TarConstants.LF_BLK,
    TarConstants.LF_FIFO
  };

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void archive_ofAnotherWriter_isReadAsItsReaderDoes(int seed) throws IOException {
    byte[] tar = write(new Random(seed));

    List<String> ours = TarContents.read(tar).stream().map(TarDifferentialTest::describe).toList();

    assertThat(ours).isNotEmpty().isEqualTo(readByCommonsCompress(tar));
  }

  private static byte[] write(Random random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      int names = LONG_NAMES[random.nextInt(LONG_NAMES.length)];
      int numbers = BIG_NUMBERS[random.nextInt(BIG_NUMBERS.length)];
      out.setLongFileMode(names);
      out.setBigNumberMode(numbers);
      out.setAddPaxHeadersForNonAsciiNames(random.nextBoolean());
      int count = 1 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        write(out, random, names, numbers == TarArchiveOutputStream.BIGNUMBER_ERROR);
      }
    }
    return bytes.toByteArray();
  }

  private static void write(TarArchiveOutputStream out, Random random, int names, boolean small)
      throws IOException {
    byte type = TYPES[random.nextInt(TYPES.length)];
    TarArchiveEntry entry =
        new TarArchiveEntry(path(random, names) + (type == TarConstants.LF_DIR ? "/" : ""), type);
    entry.setMode(random.nextInt(010000));
    entry.setUserId(owner(random, small));
    entry.setGroupId(owner(random, small));
    entry.setLastModifiedTime(
        small
            ? FileTime.from(random.nextInt(1 << 30), TimeUnit.SECONDS)
            : FileTime.fromMillis(random.nextLong(-1L << 40, 1L << 45)));
    if (type == TarConstants.LF_SYMLINK || type == TarConstants.LF_LINK) {
      entry.setLinkName(path(random, names));
    }
    if (type == TarConstants.LF_CHR || type == TarConstants.LF_BLK) {
      entry.setDevMajor(1 + random.nextInt(4095));
      entry.setDevMinor(random.nextInt(1 << 20));
    }
    if (random.nextInt(4) == 0) {
      entry.addPaxHeader(
          "SCHILY.xattr.user.note", path(random, TarArchiveOutputStream.LONGFILE_GNU));
    }
    byte[] data = new byte[type == TarConstants.LF_NORMAL ? random.nextInt(3000) : 0];
    random.nextBytes(data);
    entry.setSize(data.length);
    out.putArchiveEntry(entry);
    out.write(data);
    out.closeArchiveEntry();
  }

  private static long owner(Random random, boolean small) {
    return small || random.nextBoolean() ? random.nextInt(1000) : random.nextLong(0xFFFF_FFFFL);
  }

  /** Returns a path that the writer takes, and does not cut at a slash or inside a character. */
  private static String path(Random random, int mode) {
    if (mode == TarArchiveOutputStream.LONGFILE_ERROR) {
      return name(random, 1 + random.nextInt(30), true);
    } else if (mode == TarArchiveOutputStream.LONGFILE_TRUNCATE) {
      return name(random, 1 + random.nextInt(200), false);
    }
    StringBuilder path = new StringBuilder(name(random, 1 + random.nextInt(80), true));
    while (random.nextInt(3) > 0) {
      path.append('/').append(name(random, 1 + random.nextInt(80), true));
    }
    return path.toString();
  }

  private static String name(Random random, int length, boolean unicode) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean other = unicode && random.nextInt(20) == 0;
      name.appendCodePoint(other ? 0xA1 + random.nextInt(0x500) : 'a' + random.nextInt(26));
    }
    return name.toString();
  }

  private static List<String> readByCommonsCompress(byte[] tar) throws IOException {
    List<String> all = new ArrayList<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        all.add(describe(entry, in.readAllBytes()));
      }
    }
    return all;
  }

  private static String describe(TarArchiveEntry entry, byte[] data) {
    String path = entry.getName().replaceAll("/$", "");
    if (entry.isLink()) {
      return path + " = " + entry.getLinkName();
    }
    return path + attributes(entry) + contents(entry, data);
  }

  private static String contents(TarArchiveEntry entry, byte[] data) {
    if (entry.isDirectory()) {
      return "directory";
    } else if (entry.isSymbolicLink()) {
      return "-> " + entry.getLinkName();
    } else if (entry.isFIFO()) {
      return "fifo";
    } else if (entry.isBlockDevice() || entry.isCharacterDevice()) {
      String type = entry.isBlockDevice() ? "block " : "character ";
      return type + entry.getDevMajor() + ":" + entry.getDevMinor();
    }
    return file(data);
  }

  private static String file(byte[] data) {
    return data.length + " bytes " + Arrays.hashCode(data);
  }

  private static String attributes(TarArchiveEntry entry) {
    // Of the header's field, that reader keeps only 32 bits, as a signed number.
    return attributes(
        entry.getMode() & 07777,
        entry.getLongUserId() & 0xFFFF_FFFFL,
        entry.getLongGroupId() & 0xFFFF_FFFFL,
        entry.getLastModifiedTime().toMillis(),
        entry.getExtraPaxHeader("SCHILY.xattr.user.note"));
  }

  private static String describe(Content content) {
    LayerEntry entry = content.entry();
    if (entry instanceof LayerEntry.HardLink link) {
      return link.path() + " = " + link.target();
    } else if (entry instanceof LayerEntry.Directory directory) {
      return describe(entry, directory.attributes()) + "directory";
    } else if (entry instanceof LayerEntry.Symlink link) {
      return describe(entry, link.attributes()) + "-> " + ByteNames.decode(link.target());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      return describe(entry, fifo.attributes()) + "fifo";
    } else if (entry instanceof LayerEntry.File file) {
      return describe(entry, file.attributes()) + file(content.stored());
    }
    LayerEntry.Device device = (LayerEntry.Device) entry;
    return describe(entry, device.attributes())
        + (device.block() ? "block " : "character ")
        + device.major()
        + ":"
        + device.minor();
  }

  private static String describe(LayerEntry entry, EntryAttributes attributes) {
    byte[] note = attributes.xattrs().get("user.note");
    return entry.path()
        + attributes(
            attributes.mode(),
            attributes.uid(),
            attributes.gid(),
            Math.floorDiv(attributes.modifiedNanos(), 1_000_000L),
            note == null ? null : new String(note, UTF_8));
  }

  private static String attributes(int mode, long uid, long gid, long millis, String note) {
    return String.format(" %o %d:%d %d [%s] ", mode, uid, gid, clamp(millis), note);
  }

  /** Times that nanoseconds cannot hold are the last that they can. */
  private static long clamp(long millis) {
    long limit = Long.MAX_VALUE / 1_000_000;
    return Math.min(millis, limit);
  }
}
