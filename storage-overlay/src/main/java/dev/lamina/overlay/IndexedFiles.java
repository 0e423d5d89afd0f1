package dev.lamina.overlay;

import dev.lamina.spi.EntryPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The index in which overlayfs finds the changed file by what it is below. So a file that has
 * several names below is changed for all of them, when it is changed through one.
 *
 * <p>A name in the index is a file handle in hexadecimal digits: a version, a magic number, the
 * length of all, flags, the type of the handle, the file system's 16 bytes, and the handle that the
 * file system gives. All layers are on one file system, so that only length, type and handle
 * differ.
 */
final class IndexedFiles {
  private static final EntryPath INDEX = EntryPath.parse("work/index");
  private static final HexFormat HEX = HexFormat.of();
  private static final String BEGINNING = "00fb"; // Version and magic number.
  private static final int LENGTH = 2;
  private static final int TYPE = 4;
  private static final int HANDLE = 21;

  private final UpperFiles files;
  private final OverlayTree.Lowers lowers;
  private volatile byte @Nullable [] header; // Which never changes.

  IndexedFiles(UpperFiles files, OverlayTree.Lowers lowers) {
    this.files = files;
    this.lowers = lowers;
  }

  boolean isEmpty() throws IOException {
    return files.isEmpty(INDEX);
  }

  /** Returns the changed file that all names of a file below stand for; null if there is none. */
  @Nullable UpperFile find(Lower lower) throws IOException {
    int layer = lower.node().layer();
    byte[] known = header();
    if (layer < 0 || known == null) {
      return null;
    }
    Path path = child(lowers.diff(layer), lower.path());
    byte[] name =
        HEX.formatHex(name(known, Posix.handle(path))).getBytes(StandardCharsets.US_ASCII);
    UpperFile file = files.file(INDEX.resolve(name));
    return file == null || file.isDirectory() || file.stat().isWhiteout() ? null : file;
  }

  private byte @Nullable [] header() throws IOException {
    byte[] known = header;
    if (known == null) {
      for (String name : files.names(INDEX)) {
        if (name.startsWith(BEGINNING) && name.length() > 2 * HANDLE) {
          known = HEX.parseHex(name, 0, 2 * HANDLE);
        }
      }
      header = known;
    }
    return known;
  }

  private static byte[] name(byte[] header, Posix.FileHandle handle) {
    byte[] name = new byte[HANDLE + handle.bytes().length];
    System.arraycopy(header, 0, name, 0, HANDLE);
    System.arraycopy(handle.bytes(), 0, name, HANDLE, handle.bytes().length);
    name[LENGTH] = (byte) name.length;
    name[TYPE] = (byte) handle.type();
    return name;
  }

  private static Path child(Path directory, EntryPath path) {
    return Posix.path(
        directory.getFileSystem(),
        Posix.text(directory) + "/" + new String(path.bytes(), StandardCharsets.ISO_8859_1));
  }
}
