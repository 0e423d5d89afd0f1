package dev.lamina.fuzz;

import dev.lamina.Limits;
import dev.lamina.internal.layer.LayerIndex;
import dev.lamina.internal.layer.LayerIndexWriter;
import dev.lamina.internal.tar.LayerTarReader;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The tar of a layer, up to its index. What this library accepts, commons-compress must read alike:
 * who takes other bytes for headers can be made to see other files.
 */
public final class TarFuzz {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;
  private static final int MAGIC = 257;
  private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final Path DIRECTORY = directory();

  private TarFuzz() {}

  private static Path directory() {
    try {
      return Files.createTempDirectory("lamina-fuzz");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads an archive, as it is and with checksums that are right. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    check(data);
    check(withChecksums(data));
  }

  private static byte[] withChecksums(byte[] data) {
    byte[] tar = data.clone();
    for (int at = 0; at + BLOCK <= tar.length; at += BLOCK) {
      if (Arrays.equals(tar, at + MAGIC, at + MAGIC + 5, USTAR, 0, 5)) {
        Arrays.fill(tar, at + CHECKSUM, at + CHECKSUM_END, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
          sum += tar[i] & 0xff;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, tar, at + CHECKSUM, text.length);
      }
    }
    return tar;
  }

  private static void check(byte[] tar) throws IOException {
    List<String> ours = Refusals.orNull(() -> files(tar));
    Refusals.orNull(() -> index(tar));
    if (ours != null) {
      List<String> theirs = theirs(tar);
      if (theirs != null && !theirs.equals(ours)) {
        throw new AssertionError("other files: " + ours + " and to commons-compress " + theirs);
      }
    }
  }

  /** Returns the plain files, by their contents; what is marked or has holes is null for both. */
  private static List<String> files(byte[] tar) throws IOException {
    List<String> files = new ArrayList<>();
    LayerTarReader reader = new LayerTarReader(new ByteArrayInputStream(tar), Limits.defaults());
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      if (member.entry() instanceof LayerEntry.File && member.sparse() == null) {
        files.add(content(reader.data().readAllBytes()));
      }
    }
    return files;
  }

  private static List<String> theirs(byte[] tar) {
    List<String> files = new ArrayList<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!isFile(entry) && entry.getSize() != 0) {
          return null; // To engines, and so here, what is no file has no data whatever it says.
        }
        if (isPlainFile(entry)) {
          files.add(content(in.readAllBytes()));
        }
      }
      return files;
    } catch (IOException | RuntimeException e) {
      return null; // It may be stricter.
    }
  }

  private static boolean isFile(TarArchiveEntry entry) {
    return entry.getLinkFlag() < '1' || entry.getLinkFlag() > '6';
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    byte type = entry.getLinkFlag();
    return (type == 0 || type == '0' || type == '7')
        && !entry.isSparse()
        && !entry.getName().endsWith("/")
        && !("/" + entry.getName()).contains("/.wh.");
  }

  private static String content(byte[] bytes) {
    return bytes.length + ":" + Arrays.hashCode(bytes);
  }

  private static Object index(byte[] tar) throws IOException {
    Path file = DIRECTORY.resolve("index");
    Files.deleteIfExists(file);
    try (LayerIndexWriter writer = new LayerIndexWriter(DIRECTORY, 1 << 16)) {
      LayerTarReader reader = new LayerTarReader(new ByteArrayInputStream(tar), Limits.defaults());
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        writer.add(member);
      }
      Object unused = writer.finish(file, tar.length, false);
    }
    return Objects.requireNonNull(walk(LayerIndex.open(file)));
  }

  private static Object walk(LayerIndex index) {
    for (int record = 0; record < index.records(); record++) {
      Object unused = index.attributes(record);
    }
    return index;
  }
}
