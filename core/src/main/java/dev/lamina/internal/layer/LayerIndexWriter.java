package dev.lamina.internal.layer;

import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.tar.SparseMap;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the {@link LayerIndex} of a layer of its members, in the order of the tar.
 *
 * <p>Memory is a small multiple of the arena, whatever the layer's size, and some sixteen bytes for
 * each hard link. What a layer may not say is refused with {@link InvalidArchiveException}, by
 * {@link #add} or by {@link #finish}: one path with two types, something inside what is no
 * directory, a hard link to what is no earlier member of the layer or is replaced by a later one.
 *
 * <p>Not for use by several threads.
 */
public final class LayerIndexWriter implements Closeable {
  private static final int DEFAULT_ARENA_BYTES = 8 << 20;
  private static final long MAX_DATA_BLOCK = 0xffff_ffffL;
  private static final byte[] NO_TAIL = {};

  private final EntrySorter sorter;
  private final ImpliedDirectories implied;
  private final HeapBuilder heap;
  private final Scratch combined;
  private final LinkTable links = new LinkTable();
  private final byte[] record = new byte[IndexFormat.RECORD_BYTES];

  /**
   * Makes a writer.
   *
   * @param scratchDirectory an existing directory that no other writer uses at the same time; empty
   *     again when the writer is closed
   */
  public LayerIndexWriter(Path scratchDirectory) throws IOException {
    this(scratchDirectory, DEFAULT_ARENA_BYTES);
  }

  /** Makes a writer that sorts at most so many bytes in memory. */
  public LayerIndexWriter(Path scratchDirectory, int arenaBytes) throws IOException {
    sorter = new EntrySorter(scratchDirectory.resolve("index-runs"), arenaBytes);
    combined = new Scratch(scratchDirectory.resolve("index-records"), arenaBytes);
    heap = new HeapBuilder(scratchDirectory.resolve("index-heap"), arenaBytes);
    implied = new ImpliedDirectories(sorter);
    sorter.add(SortKey.of(EntryPath.ROOT), SortKey.DEPTH_BYTES, EntrySorter.IMPLIED, NO_TAIL);
  }

  /**
   * Adds the next member of the tar.
   *
   * @throws InvalidArchiveException if no layer may have it
   */
  public void add(TarMember member) throws IOException {
    LayerEntry entry = member.entry();
    byte[] key = SortKey.of(entry.path());
    boolean isDirectory =
        entry instanceof LayerEntry.Directory || entry instanceof LayerEntry.Opaque;
    if (entry.path().isRoot() && !isDirectory) {
      throw refused(entry.path(), "the root of a layer can only be a directory");
    }
    implied.addAncestors(key, isDirectory);
    if (entry instanceof LayerEntry.Whiteout) {
      sorter.add(key, key.length, EntrySorter.WHITEOUT, NO_TAIL);
    } else if (entry instanceof LayerEntry.Opaque) {
      sorter.add(key, key.length, EntrySorter.OPAQUE, NO_TAIL);
    } else {
      describe(member, key);
      sorter.add(key, key.length, EntrySorter.MEMBER, record);
    }
  }

  private void describe(TarMember member, byte[] key) throws IOException {
    LayerEntry entry = member.entry();
    if (entry instanceof LayerEntry.File file) {
      begin(RecordType.FILE, file.attributes());
      describeFile(member, file);
    } else if (entry instanceof LayerEntry.Directory directory) {
      begin(RecordType.DIRECTORY, directory.attributes());
    } else if (entry instanceof LayerEntry.Symlink symlink) {
      begin(RecordType.SYMLINK, LinuxAttributes.ofSymlink(symlink.attributes()));
      LittleEndian.putLong(record, IndexFormat.SIZE, symlink.target().length);
      LittleEndian.putInteger(record, IndexFormat.CONTENT, heap.append(symlink.target()));
    } else if (entry instanceof LayerEntry.Device device) {
      begin(
          device.block() ? RecordType.BLOCK_DEVICE : RecordType.CHARACTER_DEVICE,
          LinuxAttributes.ofSpecial(device.attributes()));
      LittleEndian.putInteger(record, IndexFormat.SIZE, device.minor());
      LittleEndian.putInteger(record, IndexFormat.SIZE + Integer.BYTES, device.major());
    } else if (entry instanceof LayerEntry.Fifo fifo) {
      begin(RecordType.FIFO, LinuxAttributes.ofSpecial(fifo.attributes()));
    } else if (entry instanceof LayerEntry.HardLink link) {
      describeLink(link, key);
    }
  }

  private void begin(RecordType type, EntryAttributes attributes) throws IOException {
    LittleEndian.putInteger(record, IndexFormat.NAME_OFFSET, 0);
    record[IndexFormat.NAME_LENGTH] = 0;
    record[IndexFormat.TYPE] = (byte) type.code();
    LittleEndian.putShort(record, IndexFormat.MODE, attributes.mode());
    LittleEndian.putInteger(record, IndexFormat.UID, (int) attributes.uid());
    LittleEndian.putInteger(record, IndexFormat.GID, (int) attributes.gid());
    LittleEndian.putLong(record, IndexFormat.MTIME, attributes.modifiedNanos());
    LittleEndian.putLong(record, IndexFormat.SIZE, 0);
    LittleEndian.putInteger(record, IndexFormat.CONTENT, 0);
    LittleEndian.putInteger(record, IndexFormat.XATTRS, heap.appendXattrs(attributes.xattrs()));
  }

  private void describeFile(TarMember member, LayerEntry.File file) throws IOException {
    SparseMap sparse = member.sparse();
    long block = member.dataOffset() / IndexFormat.TAR_BLOCK;
    if (member.dataOffset() % IndexFormat.TAR_BLOCK != 0 || block > MAX_DATA_BLOCK) {
      throw refused(file.path(), "contents at unusable offset " + member.dataOffset());
    }
    LittleEndian.putLong(record, IndexFormat.SIZE, file.size());
    int content = (int) block;
    if (sparse != null) {
      if (sparse.size() != file.size()) {
        throw refused(file.path(), "sparse map is for another length than the file's");
      }
      content = heap.appendSparseMap(file.path(), sparse, (int) block);
      record[IndexFormat.TYPE] = (byte) (record[IndexFormat.TYPE] | IndexFormat.SPARSE);
    }
    LittleEndian.putInteger(record, IndexFormat.CONTENT, content);
  }

  private void describeLink(LayerEntry.HardLink link, byte[] key) throws IOException {
    if (link.target().equals(link.path())) {
      throw new InvalidArchiveException(
          "hard link \"" + ByteNames.escape(link.path().toString()) + "\" to itself");
    }
    int number = links.add();
    byte[] tail = new byte[Integer.BYTES + key.length];
    LittleEndian.putInteger(tail, 0, number);
    System.arraycopy(key, 0, tail, Integer.BYTES, key.length);
    byte[] target = SortKey.of(link.target());
    sorter.add(target, target.length, EntrySorter.LINK, tail);
    begin(RecordType.HARD_LINK, EntryAttributes.UNNAMED_DIRECTORY);
    LittleEndian.putShort(record, IndexFormat.MODE, 0);
    LittleEndian.putLong(record, IndexFormat.SIZE, number);
  }

  private static InvalidArchiveException refused(EntryPath path, String why) {
    String name = path.isRoot() ? "/" : ByteNames.escape(path.toString());
    return new InvalidArchiveException("layer entry \"" + name + "\": " + why);
  }

  /**
   * Writes the index to a new file, which is not there if this fails. Nothing can be added
   * afterwards.
   *
   * @param tarSize the length of the unpacked tar
   * @param force whether to force the file to the device before returning
   * @throws InvalidArchiveException if the members contradict each other
   */
  public LayerFacts finish(Path target, long tarSize, boolean force) throws IOException {
    EntryCombiner combiner = new EntryCombiner(combined, links);
    sorter.drainTo(combiner);
    combiner.finish();
    FileChannel channel =
        OpenFile.channel(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean complete = false;
    try (channel) {
      IndexFileWriter writer = new IndexFileWriter(channel, combined, combiner, links, heap);
      LayerFacts facts = writer.write(tarSize);
      if (force) {
        channel.force(true);
      }
      complete = true;
      return facts;
    } finally {
      if (!complete) {
        Files.deleteIfExists(target);
      }
    }
  }

  /** Takes away what was put aside. Closing once more does nothing. */
  @Override
  public void close() throws IOException {
    try (sorter;
        combined) {
      heap.close();
    }
  }
}
