package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Writes new files. Safe for use by several threads. */
final class ContentWriter {
  private static final int BLOCK = 64 * 1024;

  /** From this size on, most of what a usual image has is in few files. */
  private static final long LARGE = 64 * 1024;

  private static final byte[] ZEROS = new byte[BLOCK];
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Durability durability;
  private final ConcurrentMap<Integer, FileAttribute<?>> permissions = new ConcurrentHashMap<>();

  /**
   * Makes a writer.
   *
   * @param durability {@code FULL} to have the kernel begin to write to the medium, beside the work
   */
  ContentWriter(Durability durability) {
    this.durability = durability;
  }

  /**
   * Makes a file.
   *
   * @param mode its permissions, of which the process's umask is taken away
   * @throws IOException if there is something, or the contents are not as long as the entry says
   */
  void write(Path place, LayerEntry.File file, int mode, LayerContent.FileContent content)
      throws IOException {
    FileAttribute<?> permission = permissions.computeIfAbsent(mode, ContentWriter::permissions);
    long written;
    try (FileChannel channel = FileChannel.open(place, NEW, permission)) {
      content.writeTo(channel);
      written = channel.size();
    } catch (IOException e) {
      throw OpenFile.named(place, e);
    }
    requireWhole(file, written);
    if (durability == Durability.FULL && written >= LARGE) {
      beginSync(place);
    }
  }

  private static void beginSync(Path place) throws IOException {
    try {
      Posix.beginSync(place);
    } catch (PosixException e) {
      // Such as for a file that its owner may not read. All is forced in the end, which tells more.
    }
  }

  private static void requireWhole(LayerEntry.File file, long written) throws IOException {
    if (written != file.size()) {
      throw new IOException(
          "layer entry \"%s\" has %d bytes: expected %d"
              .formatted(EntryMaker.escaped(file.path()), written, file.size()));
    }
  }

  private static FileAttribute<?> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.length; i++) {
      // The constants stand in the order of the bits, from the owner's read bit down.
      if ((mode & (0400 >> i)) != 0) {
        set.add(BITS[i]);
      }
    }
    return PosixFilePermissions.asFileAttribute(set);
  }

  /**
   * Returns contents that do not know their holes: long runs of zeros become some. When there is
   * more than the entry says, the rest is not read.
   */
  static LayerContent.FileContent of(LayerEntry.File file, InputStream content) {
    return channel -> copy(content, file.size(), channel);
  }

  private static void copy(InputStream content, long size, FileChannel file) throws IOException {
    byte[] buffer = new byte[(int) Math.min(size, BLOCK - 1) + 1];
    long end = 0;
    int count = content.readNBytes(buffer, 0, buffer.length);
    while (count > 0 && end <= size) {
      if (!Arrays.equals(buffer, 0, count, ZEROS, 0, count)) {
        write(file, ByteBuffer.wrap(buffer, 0, count), end);
      }
      end += count;
      count = content.readNBytes(buffer, 0, buffer.length);
    }
    if (end > file.size()) { // It ends with a hole, which only a byte after it can make.
      write(file, ByteBuffer.wrap(ZEROS, 0, 1), end - 1);
    }
  }

  private static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }
}
