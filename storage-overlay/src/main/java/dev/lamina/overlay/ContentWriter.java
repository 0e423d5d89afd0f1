package dev.lamina.overlay;

import dev.lamina.spi.LayerEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/** Writes new files. Long runs of zeros become holes. Safe for use by several threads. */
final class ContentWriter {
  private static final int BLOCK = 64 * 1024;
  private static final byte[] ZEROS = new byte[BLOCK];
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<Integer, FileAttribute<?>> permissions = new ConcurrentHashMap<>();

  /**
   * Makes a file.
   *
   * @param mode its permissions, of which the process's umask is taken away
   * @throws IOException if there is something, or the contents are not as long as the entry says
   */
  void write(Path place, LayerEntry.File file, int mode, InputStream content) throws IOException {
    byte[] buffer = buffers.poll();
    if (buffer == null) {
      buffer = new byte[BLOCK];
    }
    FileAttribute<?> permission = permissions.computeIfAbsent(mode, ContentWriter::permissions);
    try (SeekableByteChannel channel = Files.newByteChannel(place, NEW, permission)) {
      copy(file, content, channel, buffer);
    } finally {
      buffers.add(buffer);
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

  private static void copy(
      LayerEntry.File file, InputStream content, SeekableByteChannel channel, byte[] buffer)
      throws IOException {
    long left = file.size();
    while (left > 0) {
      int count = content.readNBytes(buffer, 0, (int) Math.min(left, BLOCK));
      if (count == 0) {
        throw new EOFException(
            "layer entry \"%s\" has %d bytes too few: expected %d"
                .formatted(EntryMaker.escaped(file.path()), left, file.size()));
      }
      left -= count;
      // Not at the end: the file would be too short.
      if (left > 0 && Arrays.equals(buffer, 0, count, ZEROS, 0, count)) {
        channel.position(channel.position() + count);
      } else {
        write(channel, ByteBuffer.wrap(buffer, 0, count));
      }
    }
    if (content.read() >= 0) {
      throw new IOException(
          "layer entry \"%s\" has more than %d bytes"
              .formatted(EntryMaker.escaped(file.path()), file.size()));
    }
  }

  private static void write(SeekableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }
}
