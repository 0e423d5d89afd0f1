package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.NodeType;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link UpperRecordWriter} has written. What a record names must be in the state by
 * then; an {@link IllegalArgumentException} says that it is not, or an {@link java.io.EOFException}
 * that the record is too short.
 */
final class UpperRecordReader {
  private static final long UNSIGNED = 0xffffffffL;

  private final UpperState state;
  private final DataInputStream in;

  UpperRecordReader(UpperState state, byte[] bytes) {
    this.state = state;
    this.in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /** Returns the next record; empty at the end. */
  Optional<UpperRecord> next() throws IOException {
    return in.available() == 0 ? Optional.empty() : Optional.of(read());
  }

  private UpperRecord read() throws IOException {
    return switch (UpperRecordKind.of(in.readUnsignedByte())) {
      case MAKE -> new UpperRecord.Make(readInode());
      case UPDATE -> new UpperRecord.Update(inode(), readState());
      case ENTER -> new UpperRecord.Enter(directory(), readBytes(), inode());
      case HIDE -> new UpperRecord.Hide(directory(), readBytes());
      case CLEAR -> new UpperRecord.Clear(directory(), readBytes());
      case DROP -> new UpperRecord.Drop(inode());
      case SNAPSHOT -> new UpperRecord.Snapshot(in.readLong());
      case FORCED -> new UpperRecord.Forced();
    };
  }

  private UpperInode inode() throws IOException {
    long id = in.readLong();
    UpperInode inode = state.inode(id);
    if (inode == null) {
      throw new IllegalArgumentException("no file " + id);
    }
    return inode;
  }

  private UpperDirectory directory() throws IOException {
    if (inode() instanceof UpperDirectory directory) {
      return directory;
    }
    throw new IllegalArgumentException("a name in what is no directory");
  }

  private UpperInode readInode() throws IOException {
    long id = in.readLong();
    NodeType type = type(in.readUnsignedByte());
    InodeState first = readState();
    return in.readBoolean() ? readLower(id, type, first) : readOwn(id, type, first);
  }

  private static NodeType type(int code) {
    if (code >= UpperRecordKind.TYPES.size()) {
      throw new IllegalArgumentException("unknown type of file: " + code);
    }
    return UpperRecordKind.TYPES.get(code);
  }

  private UpperInode readLower(long id, NodeType type, InodeState first) throws IOException {
    EntryPath path = EntryPath.of(readBytes());
    Lower lower =
        state
            .place(path)
            .filter(place -> place.id() == id && place.node().type() == type)
            .orElseThrow(() -> new IllegalArgumentException("not in the layers: " + path));
    return type == NodeType.DIRECTORY
        ? new UpperDirectory(id, lower, first)
        : new UpperFile(id, type, lower, first, UpperFile.Fixed.of(lower.node()));
  }

  private UpperInode readOwn(long id, NodeType type, InodeState first) throws IOException {
    return type == NodeType.DIRECTORY
        ? new UpperDirectory(id, null, first)
        : new UpperFile(
            id, type, null, first, new UpperFile.Fixed(readBytes(), in.readInt(), in.readInt()));
  }

  private InodeState readState() throws IOException {
    int mode = in.readUnsignedShort();
    long uid = in.readInt() & UNSIGNED;
    long gid = in.readInt() & UNSIGNED;
    long modified = in.readLong();
    long changed = in.readLong();
    int links = in.readInt();
    long data = in.readLong();
    boolean isLinked = in.readBoolean();
    EntryAttributes attributes = new EntryAttributes(mode, uid, gid, modified, readXattrs());
    return new InodeState(attributes, changed, links, data, isLinked);
  }

  private Map<String, byte[]> readXattrs() throws IOException {
    int count = in.readInt();
    Map<String, byte[]> xattrs = new HashMap<>();
    for (int i = 0; i < count; i++) {
      xattrs.put(ByteNames.decode(readBytes()), readBytes());
    }
    return Map.copyOf(xattrs);
  }

  private byte[] readBytes() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IllegalArgumentException("longer than its record: " + length);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
