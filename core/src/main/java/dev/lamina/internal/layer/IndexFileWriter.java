package dev.lamina.internal.layer;

import dev.lamina.internal.io.Fully;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes the file of an index from sorted records. The records are read twice side by side: the
 * second reader lags behind and finds, for each directory, where its children begin.
 */
final class IndexFileWriter {
  private static final int READ_BUFFER = 64 * 1024;

  private final FileChannel channel;
  private final Scratch combined;
  private final EntryCombiner counts;
  private final LinkTable links;
  private final HeapBuilder heap;
  private final byte[] record = new byte[IndexFormat.RECORD_BYTES];

  private long nameOffset;
  private int directory;
  private int nextPrimary;
  private boolean hasDirectory;

  IndexFileWriter(
      FileChannel channel,
      Scratch combined,
      EntryCombiner counts,
      LinkTable links,
      HeapBuilder heap) {
    this.channel = channel;
    this.combined = combined;
    this.counts = counts;
    this.links = links;
    this.heap = heap;
  }

  /** Writes the file. */
  LayerFacts write(long tarSize) throws IOException {
    LayerFacts facts = counts.facts(tarSize);
    long directoriesAt =
        IndexFormat.HEADER_BYTES + (long) counts.records() * IndexFormat.RECORD_BYTES;
    long linksAt = directoriesAt + (counts.directories() + 1L) * Integer.BYTES;
    int linkRows = (int) Arrays.stream(links.primaries()).distinct().count();
    long heapAt = linksAt + (long) linkRows * IndexFormat.LINK_BYTES;
    long heapBytes = heap.length() + counts.nameBytes();
    if (heapAt + heapBytes > Integer.MAX_VALUE) {
      throw HeapBuilder.tooLarge();
    }
    ByteBuffer header =
        ByteBuffer.allocate(IndexFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header
        .putLong(IndexFormat.MAGIC)
        .putInt(IndexFormat.VERSION)
        .putInt(counts.records())
        .putInt(counts.directories())
        .putInt(linkRows)
        .putInt((int) heapBytes)
        .putInt((int) facts.duplicates())
        .putLong(facts.size())
        .putLong(tarSize)
        .putInt(IndexFormat.HEADER_BYTES)
        .putInt((int) directoriesAt)
        .putInt((int) linksAt)
        .putInt((int) heapAt);
    SectionWriter records = new SectionWriter(channel, IndexFormat.HEADER_BYTES);
    SectionWriter directories = new SectionWriter(channel, directoriesAt);
    SectionWriter names = new SectionWriter(channel, heapAt);
    heap.copyTo(names);
    writeRecords(records, directories, names);
    header.putInt(records.finish()).putInt(directories.finish());
    header.putInt(writeLinks(new SectionWriter(channel, linksAt))).putInt(names.finish());
    header.putInt((int) facts.entries());
    writeHeader(header);
    return facts;
  }

  private void writeRecords(SectionWriter records, SectionWriter directories, SectionWriter names)
      throws IOException {
    nameOffset = heap.length();
    RunReader reader = new RunReader(combined, 0, combined.length(), READ_BUFFER);
    RunReader lagging = new RunReader(combined, 0, combined.length(), READ_BUFFER);
    for (int i = 0; reader.next(); i++) {
      int nameStart = SortKey.nameStart(reader.array(), reader.keyStart(), reader.keyEnd());
      if (i > 0) {
        findParent(lagging, reader, nameStart, i, directories);
      }
      writeRecord(reader, nameStart, i, records, names);
    }
    while (nextDirectory(lagging)) {
      directories.putInteger(counts.records());
    }
    directories.putInteger(counts.records());
  }

  // Neither this nor the next is part of the loop, so that both are compiled soon.
  private void writeRecord(
      RunReader reader, int nameStart, int i, SectionWriter records, SectionWriter names)
      throws IOException {
    names.put(reader.array(), nameStart, reader.keyEnd() - nameStart);
    complete(reader, i, nameStart);
    records.put(record, 0, record.length);
  }

  /** Goes to the parent of a record, and notes where the children of the directories before end. */
  private void findParent(
      RunReader lagging, RunReader reader, int nameStart, int i, SectionWriter directories)
      throws IOException {
    while (!hasDirectory || !isParent(lagging, reader, nameStart)) {
      hasDirectory = nextDirectory(lagging);
      if (!hasDirectory) {
        throw new IllegalStateException("layer record " + i + " has no parent");
      }
      directories.putInteger(i);
    }
  }

  /** Returns whether the path of one frame is the other's without its last name. */
  private static boolean isParent(RunReader parent, RunReader child, int nameStart) {
    int pathStart = child.keyStart() + SortKey.DEPTH_BYTES;
    return Arrays.equals(
        parent.array(),
        parent.keyStart() + SortKey.DEPTH_BYTES,
        parent.keyEnd(),
        child.array(),
        pathStart,
        Math.max(pathStart, nameStart - 1));
  }

  private static boolean nextDirectory(RunReader reader) throws IOException {
    while (reader.next()) {
      if (RecordType.of(reader.array()[reader.keyEnd() + IndexFormat.TYPE])
          == RecordType.DIRECTORY) {
        return true;
      }
    }
    return false;
  }

  private void complete(RunReader reader, int number, int nameStart) {
    System.arraycopy(reader.array(), reader.keyEnd(), record, 0, record.length);
    int nameLength = reader.keyEnd() - nameStart;
    LittleEndian.putInteger(record, IndexFormat.NAME_OFFSET, (int) nameOffset);
    record[IndexFormat.NAME_LENGTH] = (byte) nameLength;
    nameOffset += nameLength;
    RecordType type = RecordType.of(record[IndexFormat.TYPE]);
    if (type == RecordType.DIRECTORY) {
      LittleEndian.putLong(record, IndexFormat.SIZE, directory++);
    } else if (type == RecordType.HARD_LINK) {
      int link = (int) LittleEndian.longInteger(record, IndexFormat.SIZE);
      LittleEndian.putLong(record, IndexFormat.SIZE, links.primary(link));
    }
    if (isLinked(number)) {
      record[IndexFormat.TYPE] = (byte) (record[IndexFormat.TYPE] | IndexFormat.HAS_LINKS);
    }
  }

  private boolean isLinked(int number) {
    int[] primaries = links.primaries();
    while (nextPrimary < primaries.length && primaries[nextPrimary] < number) {
      nextPrimary++;
    }
    return nextPrimary < primaries.length && primaries[nextPrimary] == number;
  }

  private int writeLinks(SectionWriter section) throws IOException {
    int[] primaries = links.primaries();
    int start = 0;
    for (int i = 1; i <= primaries.length; i++) {
      if (i == primaries.length || primaries[i] != primaries[start]) {
        section.putInteger(primaries[start]);
        section.putInteger(i - start + 1);
        start = i;
      }
    }
    return section.finish();
  }

  private void writeHeader(ByteBuffer header) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().rewind().limit(IndexFormat.HEADER_CRC));
    header.putInt(IndexFormat.HEADER_CRC, (int) crc.getValue()).rewind();
    Fully.write(channel, header, 0);
  }
}
