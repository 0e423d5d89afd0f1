package dev.lamina.overlay;

import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.spi.EntryPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a layer's directory cannot say by itself. Of most layers that is nothing.
 *
 * <p>The file has one record after the other, each ended by a zero byte: {@code o} if the root is
 * opaque, {@code i} and a path for a directory that the layer does not name, {@code w} and a path
 * for a directory with whiteouts. The root's path is empty.
 *
 * @param isRootOpaque whether nothing of the layers below is seen, which overlayfs does not obey
 * @param implied the directories that the layer has something in, but does not name
 * @param whiteouts the directories with whiteouts
 */
record LayerNotes(boolean isRootOpaque, List<EntryPath> implied, List<EntryPath> whiteouts) {
  private static final int OPAQUE = 'o';
  private static final int IMPLIED = 'i';
  private static final int WHITEOUTS = 'w';

  /** Returns whether there is nothing to be known. */
  boolean areEmpty() {
    return !isRootOpaque && implied.isEmpty() && whiteouts.isEmpty();
  }

  /** Returns where the notes of a layer are. */
  static Path file(Path layer) {
    return layer.resolve("notes");
  }

  /**
   * Reads the notes of a layer's directory.
   *
   * @throws IOException if they are not there, or damaged
   */
  static LayerNotes read(Path layer) throws IOException {
    byte[] bytes = OpenFile.bytes(file(layer));
    boolean isRootOpaque = false;
    List<EntryPath> implied = new ArrayList<>();
    List<EntryPath> whiteouts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        switch (bytes[start]) {
          case OPAQUE -> isRootOpaque = true;
          case IMPLIED -> implied.add(path(bytes, start, i));
          case WHITEOUTS -> whiteouts.add(path(bytes, start, i));
          default -> throw new IOException("the notes of an unpacked layer are damaged: " + layer);
        }
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      throw new IOException("the notes of an unpacked layer are cut off: " + layer);
    }
    return new LayerNotes(isRootOpaque, implied, whiteouts);
  }

  private static EntryPath path(byte[] bytes, int start, int end) {
    return EntryPath.of(Arrays.copyOfRange(bytes, start + 1, end));
  }

  /** Writes the notes into a layer's directory, which has none. */
  void write(Path layer) throws IOException {
    try (OutputStream file = Channels.newOutputStream(OwnerOnly.createFile(file(layer)))) {
      file.write(bytes());
    }
  }

  /** Returns what the file has. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (isRootOpaque) {
      put(out, OPAQUE, EntryPath.ROOT);
    }
    implied.forEach(path -> put(out, IMPLIED, path));
    whiteouts.forEach(path -> put(out, WHITEOUTS, path));
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int what, EntryPath path) {
    out.write(what);
    out.writeBytes(path.bytes());
    out.write(0);
  }
}
