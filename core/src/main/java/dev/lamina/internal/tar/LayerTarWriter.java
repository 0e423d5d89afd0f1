package dev.lamina.internal.tar;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the members of a tar archive one after the other: the same members give the same bytes,
 * whoever writes them, and {@link LayerTarReader} reads the same members again. Memory does not
 * depend on sizes or on how many members there are.
 *
 * <p>The stream is the caller's: to close, after {@link #finish}. Not safe for use by several
 * threads.
 */
public final class LayerTarWriter implements LayerSink {
  private static final int BUFFER_SIZE = 64 * 1024;
  private static final int END_MARKER = 2 * TarInput.BLOCK;
  private static final EntryAttributes WHITEOUT = new EntryAttributes(0600, 0, 0, 0, Map.of());

  // The types of st_mode.
  private static final int FILE = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMLINK = 0120000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FIFO = 0010000;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private final boolean namesRoot;

  /** Makes a writer of a layer that starts where the stream is. Owners have numbers only. */
  public LayerTarWriter(OutputStream out) {
    this(out, false);
  }

  private LayerTarWriter(OutputStream out, boolean namesRoot) {
    this.out = new BufferedOutputStream(out, BUFFER_SIZE);
    this.namesRoot = namesRoot;
  }

  /** Returns a writer of files that are all root's, and say so by name, as engines save images. */
  public static LayerTarWriter ofRoot(OutputStream out) {
    return new LayerTarWriter(out, true);
  }

  /**
   * Writes a file.
   *
   * @param content as many bytes as the entry says; the caller closes it
   * @throws IOException if the content is shorter or longer, or cannot be read, or nothing can be
   *     written: what was written is no archive then
   */
  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    write(member('0', file.path(), "").attributes(FILE, file.attributes()).size(file.size()));
    copy(file, content);
    out.write(new byte[TarInput.padding(file.size())]);
  }

  /**
   * Writes one more name of a file.
   *
   * @param attributes the file's own, which tools that unpack apply once more
   */
  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    write(
        member('1', link.path(), "").attributes(FILE, attributes).linkName(link.target().bytes()));
  }

  /**
   * Writes what is neither a file nor a hard link, which need more than their entries.
   *
   * @throws IllegalArgumentException if it is one of these
   */
  @Override
  public void add(LayerEntry entry) throws IOException {
    write(header(entry));
  }

  private void write(HeaderBuilder header) throws IOException {
    (namesRoot ? header.ownedByRoot() : header).writeTo(out);
  }

  /** Writes the end of the archive, and all that is still held back. */
  public void finish() throws IOException {
    out.write(new byte[END_MARKER]);
    out.flush();
  }

  private static HeaderBuilder header(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.Directory directory) {
      String slash = directory.path().isRoot() ? "./" : "/";
      return member('5', directory.path(), slash).attributes(DIRECTORY, directory.attributes());
    } else if (entry instanceof LayerEntry.Symlink link) {
      return member('2', link.path(), "")
          .attributes(SYMLINK, link.attributes())
          .linkName(link.target());
    } else if (entry instanceof LayerEntry.Device device) {
      return device.block()
          ? device('4', BLOCK_DEVICE, device)
          : device('3', CHARACTER_DEVICE, device);
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      return member('6', fifo.path(), "").attributes(FIFO, fifo.attributes());
    } else if (entry instanceof LayerEntry.Whiteout whiteout) {
      return whiteout(WhiteoutNames.of(whiteout));
    } else if (entry instanceof LayerEntry.Opaque opaque) {
      return whiteout(WhiteoutNames.of(opaque));
    }
    throw new IllegalArgumentException("no entry that can stand alone: " + entry);
  }

  private static HeaderBuilder device(char type, int fileType, LayerEntry.Device device)
      throws IOException {
    return member(type, device.path(), "")
        .attributes(fileType, device.attributes())
        .device(device.major(), device.minor());
  }

  private static HeaderBuilder whiteout(EntryPath path) {
    return new HeaderBuilder('0', path.bytes()).attributes(FILE, WHITEOUT);
  }

  private static HeaderBuilder member(char type, EntryPath path, String suffix) throws IOException {
    byte[] name = path.bytes();
    if (WhiteoutNames.isMetadata(name) || WhiteoutNames.parse(name) != null) {
      throw new FileSystemException(
          ByteNames.escape(name), null, "no layer can hold this name, by which files are hidden");
    }
    byte[] whole = Arrays.copyOf(name, name.length + suffix.length());
    for (int i = 0; i < suffix.length(); i++) {
      whole[name.length + i] = (byte) suffix.charAt(i);
    }
    return new HeaderBuilder(type, whole);
  }

  private void copy(LayerEntry.File file, InputStream content) throws IOException {
    long left = file.size();
    while (left > 0) {
      int count = content.read(buffer, 0, (int) Math.min(left, BUFFER_SIZE));
      if (count < 0) {
        throw new EOFException(
            "%s has %s bytes too few: expected %s".formatted(name(file), left, file.size()));
      }
      out.write(buffer, 0, count);
      left -= count;
    }
    if (content.read() >= 0) {
      throw new IOException("%s has more than %s bytes".formatted(name(file), file.size()));
    }
  }

  private static String name(LayerEntry.File file) {
    return ByteNames.escape(file.path().bytes());
  }
}
