package dev.lamina.internal.layer;

import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.tar.SparseMap;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The first part of the heap of an index: link targets, extended attributes and sparse maps. */
final class HeapBuilder implements Closeable {
  private static final int SHARED_BLOBS = 64;
  private static final int MAX_SHARED_BYTES = 1024;

  private final Scratch bytes;
  private final Map<ByteBuffer, Integer> recent = new LinkedHashMap<>();

  HeapBuilder(Path scratchFile, int budget) throws IOException {
    bytes = new Scratch(scratchFile, budget);
    bytes.append(new byte[1], 0, 1); // nothing is at 0, which says "none"
  }

  /** Adds bytes, and returns where they are. */
  int append(byte[] blob) throws IOException {
    long offset = bytes.length();
    if (offset + blob.length > Integer.MAX_VALUE) {
      throw tooLarge();
    }
    bytes.append(blob, 0, blob.length);
    return (int) offset;
  }

  static InvalidArchiveException tooLarge() {
    return new InvalidArchiveException("layer has too many entries: its index would pass 2 GiB");
  }

  /** Adds extended attributes, and returns where they are; 0 for none. */
  int appendXattrs(Map<String, byte[]> xattrs) throws IOException {
    if (xattrs.isEmpty()) {
      return 0;
    }
    byte[] blob = encode(xattrs);
    if (blob.length > MAX_SHARED_BYTES) {
      return append(blob);
    }
    Integer known = recent.get(ByteBuffer.wrap(blob));
    if (known != null) {
      return known;
    }
    if (recent.size() == SHARED_BLOBS) {
      recent.clear();
    }
    int offset = append(blob);
    recent.put(ByteBuffer.wrap(blob), offset);
    return offset;
  }

  private static byte[] encode(Map<String, byte[]> xattrs) {
    Map<ByteBuffer, byte[]> sorted = new TreeMap<>();
    int length = Integer.BYTES;
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      byte[] name = ByteNames.encode(xattr.getKey());
      sorted.put(ByteBuffer.wrap(name), xattr.getValue());
      length =
          Math.addExact(length, 2 * Integer.BYTES + Math.addExact(name.length, lengthOf(xattr)));
    }
    ByteBuffer blob = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    blob.putInt(sorted.size());
    sorted.forEach(
        (name, value) ->
            blob.putInt(name.remaining()).putInt(value.length).put(name.duplicate()).put(value));
    return blob.array();
  }

  private static int lengthOf(Map.Entry<String, byte[]> xattr) {
    return xattr.getValue().length;
  }

  /** Adds the map of a sparse file, and returns where it is. */
  int appendSparseMap(EntryPath path, SparseMap map, int dataBlock) throws IOException {
    int rows = map.segments() + 1;
    int length = Math.addExact(8, Math.multiplyExact(rows, IndexFormat.SEGMENT_BYTES));
    ByteBuffer blob = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    blob.putInt(dataBlock).putInt(map.segments());
    long stored = 0;
    long end = 0;
    for (int i = 0; i < map.segments(); i++) {
      long offset = map.offset(i);
      long segment = map.length(i);
      if (offset < end || segment < 0 || segment > map.size() - offset) {
        throw new InvalidArchiveException(
            "layer entry \"" + ByteNames.escape(path.toString()) + "\": invalid sparse map");
      }
      blob.putLong(offset).putLong(stored);
      stored += segment;
      end = offset + segment;
    }
    blob.putLong(map.size()).putLong(stored);
    return append(blob.array());
  }

  long length() {
    return bytes.length();
  }

  /** Writes all bytes to a section. */
  void copyTo(SectionWriter section) throws IOException {
    byte[] buffer = new byte[(int) Math.min(bytes.length(), 64 * 1024)];
    for (long position = 0; position < bytes.length(); position += buffer.length) {
      int count = (int) Math.min(buffer.length, bytes.length() - position);
      bytes.read(position, buffer, 0, count);
      section.put(buffer, 0, count);
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
