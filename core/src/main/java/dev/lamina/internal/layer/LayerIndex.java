package dev.lamina.internal.layer;

import dev.lamina.CorruptStoreException;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The entries of one layer, without their contents: read from a file where every directory's
 * children lie side by side, sorted, so that a name is found by binary search. Immutable, safe for
 * use by several threads. Nothing has to be closed.
 *
 * <h2>The file</h2>
 *
 * All numbers are little-endian; offsets are unsigned and count bytes. A file has a header of 96
 * bytes and four sections, without gaps: records, directories, links, heap. It is at most 2 GiB
 * long, and equal members of a tar give an equal file.
 *
 * <table>
 * <caption>Header</caption>
 * <tr><th>at</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>8</td><td>{@code LAMIndex} in ASCII</td></tr>
 * <tr><td>8</td><td>4</td><td>version of the format: 1</td></tr>
 * <tr><td>12</td><td>4</td><td>number of records, at least 1</td></tr>
 * <tr><td>16</td><td>4</td><td>number of directories among the records, at least 1</td></tr>
 * <tr><td>20</td><td>4</td><td>number of rows of the links section</td></tr>
 * <tr><td>24</td><td>4</td><td>length of the heap</td></tr>
 * <tr><td>28</td><td>4</td><td>members of the tar that a later one of the same path replaced</td></tr>
 * <tr><td>32</td><td>8</td><td>size of the layer as engines count it: the lengths of files and of
 *     symbolic links' targets, each file once however many names it has</td></tr>
 * <tr><td>40</td><td>8</td><td>length of the unpacked tar</td></tr>
 * <tr><td>48</td><td>4</td><td>offset of the records in the file: 96</td></tr>
 * <tr><td>52</td><td>4</td><td>offset of the directories in the file</td></tr>
 * <tr><td>56</td><td>4</td><td>offset of the links in the file</td></tr>
 * <tr><td>60</td><td>4</td><td>offset of the heap in the file</td></tr>
 * <tr><td>64</td><td>4</td><td>CRC-32C of the records</td></tr>
 * <tr><td>68</td><td>4</td><td>CRC-32C of the directories</td></tr>
 * <tr><td>72</td><td>4</td><td>CRC-32C of the links</td></tr>
 * <tr><td>76</td><td>4</td><td>CRC-32C of the heap</td></tr>
 * <tr><td>80</td><td>4</td><td>number of records that the layer names (flag explicit)</td></tr>
 * <tr><td>84</td><td>8</td><td>zero</td></tr>
 * <tr><td>92</td><td>4</td><td>CRC-32C of the 92 bytes before</td></tr>
 * </table>
 *
 * <p>Magic, version and the header's checksum stay where they are in every version.
 *
 * <p><b>Records</b> have 40 bytes each. They are ordered breadth-first: by the number of names in
 * the path, then by the path, name by name, as unsigned bytes. So the children of a directory lie
 * side by side, sorted by name, and the directories come in the same order as their children.
 * Record 0 is the root, whether the layer names it or not. A directory that the layer does not name
 * but has something in is there too, without the flag "explicit", as {@code 0755 0:0} at time 0.
 *
 * <table>
 * <caption>Record</caption>
 * <tr><th>at</th><th>bytes</th><th>what</th></tr>
 * <tr><td>0</td><td>4</td><td>offset of the name in the heap</td></tr>
 * <tr><td>4</td><td>1</td><td>length of the name; 0 for the root only</td></tr>
 * <tr><td>5</td><td>1</td><td>type in bits 0 to 2: 0 file, 1 directory, 2 symbolic link, 3 hard
 *     link, 4 character device, 5 block device, 6 named pipe, 7 whiteout. Flags: bit 3 (08)
 *     explicit: the layer names it; bit 4 (10) opaque: a directory that hides what lower layers
 *     have in it; bit 5 (20) hides lower: a whiteout of the same path stood beside it in the layer;
 *     bit 6 (40) sparse: a file with holes; bit 7 (80) has links: hard links lead here</td></tr>
 * <tr><td>6</td><td>2</td><td>mode: permission, set-ID and sticky bits</td></tr>
 * <tr><td>8</td><td>4</td><td>owner's number, unsigned</td></tr>
 * <tr><td>12</td><td>4</td><td>group's number, unsigned</td></tr>
 * <tr><td>16</td><td>8</td><td>time of the last modification, in nanoseconds since 1970, signed</td></tr>
 * <tr><td>24</td><td>8</td><td>file: length; symbolic link: length of the target; device: minor
 *     number in the first four bytes, major in the last four; directory: its number among the
 *     directories, from 0; hard link: the record it leads to, which is no hard link; else 0</td></tr>
 * <tr><td>32</td><td>4</td><td>file: where its contents begin in the unpacked tar, divided by 512,
 *     unsigned; sparse file: offset of its map in the heap; symbolic link: offset of the target in
 *     the heap; else 0</td></tr>
 * <tr><td>36</td><td>4</td><td>offset of the extended attributes in the heap; 0 if there are
 *     none</td></tr>
 * </table>
 *
 * <p>A hard link's attributes are those of the record it leads to; its own fields are zero.
 *
 * <p><b>Directories</b>: for each directory, in the order of the records, four bytes: its first
 * child's record number (where it would be, if it has none). At the end, once more, the number of
 * records. So the children of directory <i>k</i> are the records from entry <i>k</i> up to, not
 * including, entry <i>k</i> + 1.
 *
 * <p><b>Links</b>: for each record with the flag "has links", in order, four bytes with its number
 * and four with how many names the file has, itself included.
 *
 * <p><b>Heap</b>: a zero byte; then targets of symbolic links, extended attributes and sparse maps
 * in the order of the tar; then all names in the order of the records. Extended attributes: their
 * number (4 bytes), and for each, sorted by name: length of its name (4), length of its value (4),
 * name, value. A sparse map: where the stored segments begin in the unpacked tar, divided by 512
 * (4), the number of segments (4), and for each segment where it begins in the file (8) and where
 * among the stored bytes (8); at the end, once more, the lengths of both.
 */
public final class LayerIndex {
  /** The record of the root. */
  public static final int ROOT = 0;

  private static final int MIN_MAPPED_BYTES = 16 * 1024; // below, a copy costs less than a mapping

  private final ByteBuffer data;
  private final int records;
  private final int directories;
  private final int linkRows;
  private final int directoriesAt;
  private final int linksAt;
  private final int heapAt;
  private final LayerFacts facts;

  private LayerIndex(ByteBuffer data) {
    this.data = data;
    records = data.getInt(IndexFormat.HEADER_RECORDS);
    directories = data.getInt(IndexFormat.HEADER_DIRECTORIES);
    linkRows = data.getInt(IndexFormat.HEADER_LINKS);
    directoriesAt = data.getInt(IndexFormat.HEADER_DIRECTORIES_OFFSET);
    linksAt = data.getInt(IndexFormat.HEADER_LINKS_OFFSET);
    heapAt = data.getInt(IndexFormat.HEADER_HEAP_OFFSET);
    facts =
        new LayerFacts(
            data.getLong(IndexFormat.HEADER_SIZE),
            data.getLong(IndexFormat.HEADER_TAR_SIZE),
            data.getInt(IndexFormat.HEADER_ENTRIES),
            data.getInt(IndexFormat.HEADER_DUPLICATES));
  }

  /**
   * Opens the index in a file and checks all of it against its checksums.
   *
   * @throws CorruptStoreException if the file is damaged
   * @throws ImageStoreException if the file is of a newer version
   * @throws IOException if the file cannot be read
   */
  public static LayerIndex open(Path file) throws IOException {
    ByteBuffer data = load(file);
    checkHeader(file, data);
    checkSections(file, data);
    return new LayerIndex(data);
  }

  private static ByteBuffer load(Path file) throws IOException {
    try (FileChannel channel = OpenFile.channel(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < IndexFormat.HEADER_BYTES || size > Integer.MAX_VALUE) {
        throw new CorruptStoreException(
            file, "a layer index of 96 bytes to 2 GiB", size + " bytes");
      }
      ByteBuffer data =
          size >= MIN_MAPPED_BYTES && canMap(file)
              ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size)
              : read(channel, (int) size);
      return data.order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Elsewhere a mapped file could not be deleted before the collector has run. */
  private static boolean canMap(Path file) {
    return "file".equals(file.getFileSystem().provider().getScheme())
        && System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }

  private static ByteBuffer read(FileChannel channel, int size) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(size);
    while (data.hasRemaining()) {
      if (channel.read(data) < 0) {
        throw new EOFException("layer index was cut while it was read");
      }
    }
    return data.flip();
  }

  private static void checkHeader(Path file, ByteBuffer data) {
    if (data.getLong(0) != IndexFormat.MAGIC) {
      throw new CorruptStoreException(file, "a layer index", "no such magic number");
    }
    checkCrc(file, data, "header", 0, IndexFormat.HEADER_CRC, IndexFormat.HEADER_CRC);
    int version = data.getInt(IndexFormat.HEADER_VERSION);
    if (version != IndexFormat.VERSION) {
      throw new ImageStoreException(
          "layer index "
              + file
              + " is of version "
              + version
              + ", which this release cannot read (it reads "
              + IndexFormat.VERSION
              + "): use the release that wrote it, or a later one");
    }
  }

  private static void checkSections(Path file, ByteBuffer data) {
    long recordsEnd =
        IndexFormat.HEADER_BYTES
            + count(data, IndexFormat.HEADER_RECORDS) * IndexFormat.RECORD_BYTES;
    long directoriesEnd =
        recordsEnd + (count(data, IndexFormat.HEADER_DIRECTORIES) + 1) * Integer.BYTES;
    long linksEnd = directoriesEnd + count(data, IndexFormat.HEADER_LINKS) * IndexFormat.LINK_BYTES;
    long heapEnd = linksEnd + count(data, IndexFormat.HEADER_HEAP_BYTES);
    if (heapEnd != data.limit()
        || count(data, IndexFormat.HEADER_RECORDS) == 0
        || count(data, IndexFormat.HEADER_RECORDS_OFFSET) != IndexFormat.HEADER_BYTES
        || count(data, IndexFormat.HEADER_DIRECTORIES_OFFSET) != recordsEnd
        || count(data, IndexFormat.HEADER_LINKS_OFFSET) != directoriesEnd
        || count(data, IndexFormat.HEADER_HEAP_OFFSET) != linksEnd) {
      throw new CorruptStoreException(
          file, "a layer index of " + heapEnd + " bytes", data.limit() + " bytes");
    }
    checkCrc(
        file,
        data,
        "records",
        IndexFormat.HEADER_BYTES,
        (int) recordsEnd,
        IndexFormat.HEADER_RECORDS_CRC);
    checkCrc(
        file,
        data,
        "directories",
        (int) recordsEnd,
        (int) directoriesEnd,
        IndexFormat.HEADER_DIRECTORIES_CRC);
    checkCrc(
        file, data, "links", (int) directoriesEnd, (int) linksEnd, IndexFormat.HEADER_LINKS_CRC);
    checkCrc(file, data, "heap", (int) linksEnd, (int) heapEnd, IndexFormat.HEADER_HEAP_CRC);
  }

  private static long count(ByteBuffer data, int at) {
    return Integer.toUnsignedLong(data.getInt(at));
  }

  private static void checkCrc(
      Path file, ByteBuffer data, String section, int start, int end, int at) {
    CRC32C crc = new CRC32C();
    crc.update(data.duplicate().position(start).limit(end));
    int expected = data.getInt(at);
    if ((int) crc.getValue() != expected) {
      throw new CorruptStoreException(
          file,
          String.format("CRC-32C %08x of the %s", expected, section),
          String.format("%08x", (int) crc.getValue()));
    }
  }

  /** Returns what is known of the layer as a whole. */
  public LayerFacts facts() {
    return facts;
  }

  /** Returns how many records there are. */
  public int records() {
    return records;
  }

  /** Returns how many of the records are directories. */
  public int directories() {
    return directories;
  }

  /** Returns the length of the file. */
  public int fileBytes() {
    return data.limit();
  }

  /** Returns what kind of record this is. */
  public RecordType type(int record) {
    return RecordType.of(data.get(at(record) + IndexFormat.TYPE));
  }

  /** Returns whether the layer names the record, and not only something below it. */
  public boolean isExplicit(int record) {
    return has(record, IndexFormat.EXPLICIT);
  }

  /** Returns whether the layer marks this directory opaque. */
  public boolean isOpaque(int record) {
    return has(record, IndexFormat.OPAQUE);
  }

  /** Returns whether the layer has a whiteout of this path beside the record. */
  public boolean hidesLower(int record) {
    return has(record, IndexFormat.HIDES_LOWER);
  }

  /** Returns whether this is a file with holes. */
  public boolean isSparse(int record) {
    return has(record, IndexFormat.SPARSE);
  }

  private boolean has(int record, int flag) {
    return (data.get(at(record) + IndexFormat.TYPE) & flag) != 0;
  }

  private int at(int record) {
    if (record < 0 || record >= records) {
      throw new IndexOutOfBoundsException("no record " + record + " of " + records);
    }
    return IndexFormat.HEADER_BYTES + record * IndexFormat.RECORD_BYTES;
  }

  /** Returns the name in its directory; empty for the root. */
  public byte[] name(int record) {
    int at = at(record);
    byte[] name = new byte[data.get(at + IndexFormat.NAME_LENGTH) & 0xff];
    data.get(heapAt + data.getInt(at + IndexFormat.NAME_OFFSET), name);
    return name;
  }

  /** Returns mode, owner, time and extended attributes. */
  public EntryAttributes attributes(int record) {
    int at = at(primary(record));
    return new EntryAttributes(
        data.getShort(at + IndexFormat.MODE) & 0xffff,
        Integer.toUnsignedLong(data.getInt(at + IndexFormat.UID)),
        Integer.toUnsignedLong(data.getInt(at + IndexFormat.GID)),
        data.getLong(at + IndexFormat.MTIME),
        xattrs(data.getInt(at + IndexFormat.XATTRS)));
  }

  private Map<String, byte[]> xattrs(int offset) {
    if (offset == 0) {
      return Map.of();
    }
    Map<String, byte[]> xattrs = new LinkedHashMap<>();
    int at = heapAt + offset;
    int count = data.getInt(at);
    at += Integer.BYTES;
    for (int i = 0; i < count; i++) {
      int nameLength = data.getInt(at);
      int valueLength = data.getInt(at + Integer.BYTES);
      at += 2 * Integer.BYTES;
      xattrs.put(ByteNames.decode(bytes(at, nameLength)), bytes(at + nameLength, valueLength));
      at += nameLength + valueLength;
    }
    return xattrs;
  }

  private byte[] bytes(int at, int length) {
    byte[] bytes = new byte[length];
    data.get(at, bytes);
    return bytes;
  }

  /** Returns the length of a file or of a symbolic link's target; 0 for all others. */
  public long size(int record) {
    int primary = primary(record);
    RecordType type = type(primary);
    return type == RecordType.FILE || type == RecordType.SYMLINK ? sizeField(primary) : 0;
  }

  private long sizeField(int record) {
    return data.getLong(at(record) + IndexFormat.SIZE);
  }

  private int contentField(int record) {
    return data.getInt(at(record) + IndexFormat.CONTENT);
  }

  /** Returns what a symbolic link holds; empty for all others. */
  public byte[] linkTarget(int record) {
    int primary = primary(record);
    return type(primary) == RecordType.SYMLINK
        ? bytes(heapAt + contentField(primary), (int) sizeField(primary))
        : new byte[0];
  }

  /** Returns the device number's major part; 0 for what is no device. */
  public int deviceMajor(int record) {
    int primary = primary(record);
    return isDevice(primary) ? (int) (sizeField(primary) >> Integer.SIZE) : 0;
  }

  /** Returns the device number's minor part; 0 for what is no device. */
  public int deviceMinor(int record) {
    int primary = primary(record);
    return isDevice(primary) ? (int) sizeField(primary) : 0;
  }

  private boolean isDevice(int record) {
    RecordType type = type(record);
    return type == RecordType.CHARACTER_DEVICE || type == RecordType.BLOCK_DEVICE;
  }

  /** Returns the record that a hard link leads to; all others lead to themselves. */
  public int primary(int record) {
    return type(record) == RecordType.HARD_LINK ? (int) sizeField(record) : record;
  }

  /** Returns how many names the file has in the layer. */
  public int linkCount(int record) {
    int primary = primary(record);
    if (!has(primary, IndexFormat.HAS_LINKS)) {
      return 1;
    }
    int low = 0;
    int high = linkRows - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (data.getInt(linksAt + middle * IndexFormat.LINK_BYTES) < primary) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return data.getInt(linksAt + low * IndexFormat.LINK_BYTES + Integer.BYTES);
  }

  /** Returns the first child of a directory. */
  public int childrenStart(int directory) {
    return data.getInt(childrenAt(directory));
  }

  /** Returns the record after the last child of a directory. */
  public int childrenEnd(int directory) {
    return data.getInt(childrenAt(directory) + Integer.BYTES);
  }

  private int childrenAt(int directory) {
    if (type(directory) != RecordType.DIRECTORY) {
      throw new IllegalArgumentException("record " + directory + " is not a directory");
    }
    return directoriesAt + (int) sizeField(directory) * Integer.BYTES;
  }

  /** Returns the child of a directory that has this name; -1 if there is none. */
  public int find(int directory, byte[] name) {
    int low = childrenStart(directory);
    int high = childrenEnd(directory) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compareName(middle, name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private int compareName(int record, byte[] name) {
    int at = at(record);
    int length = data.get(at + IndexFormat.NAME_LENGTH) & 0xff;
    int start = heapAt + data.getInt(at + IndexFormat.NAME_OFFSET);
    int common = Math.min(length, name.length);
    for (int i = 0; i < common; i++) {
      int order = (data.get(start + i) & 0xff) - (name[i] & 0xff);
      if (order != 0) {
        return order;
      }
    }
    return length - name.length;
  }

  /** Returns where the contents of a file, or the first segment of a sparse one, begin. */
  long dataOffset(int record) {
    return dataBlock(record) * IndexFormat.TAR_BLOCK;
  }

  /** Returns the number of the tar's block at which a file's contents begin. */
  long dataBlock(int record) {
    int primary = primary(record);
    int block = isSparse(primary) ? data.getInt(mapAt(primary)) : contentField(primary);
    return Integer.toUnsignedLong(block);
  }

  private int mapAt(int record) {
    return heapAt + contentField(record);
  }

  /** Returns how many segments of a sparse file are stored. */
  int segments(int record) {
    return data.getInt(mapAt(primary(record)) + Integer.BYTES);
  }

  /** Returns where in a sparse file a segment begins; after the last, the file's length. */
  long segmentOffset(int record, int segment) {
    return data.getLong(segmentAt(record, segment));
  }

  /** Returns where among the stored bytes a segment begins; after the last, how many there are. */
  long segmentStored(int record, int segment) {
    return data.getLong(segmentAt(record, segment) + Long.BYTES);
  }

  private int segmentAt(int record, int segment) {
    return mapAt(primary(record)) + 2 * Integer.BYTES + segment * IndexFormat.SEGMENT_BYTES;
  }
}
