package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/** Writes records as bytes; the form is described in {@code docs/on-disk-format.md}. */
final class UpperRecordWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  void write(UpperRecord record) throws IOException {
    out.writeByte(kind(record).code());
    if (record instanceof UpperRecord.Make make) {
      writeMake(make.inode());
    } else if (record instanceof UpperRecord.Update update) {
      out.writeLong(update.inode().id());
      writeState(update.state());
    } else if (record instanceof UpperRecord.Enter enter) {
      writeName(enter.directory(), enter.name());
      out.writeLong(enter.inode().id());
    } else if (record instanceof UpperRecord.Hide hide) {
      writeName(hide.directory(), hide.name());
    } else if (record instanceof UpperRecord.Clear clear) {
      writeName(clear.directory(), clear.name());
    } else if (record instanceof UpperRecord.Drop drop) {
      out.writeLong(drop.inode().id());
    } else if (record instanceof UpperRecord.Snapshot snapshot) {
      out.writeLong(snapshot.nextId());
    }
  }

  private static UpperRecordKind kind(UpperRecord record) {
    if (record instanceof UpperRecord.Make) {
      return UpperRecordKind.MAKE;
    } else if (record instanceof UpperRecord.Update) {
      return UpperRecordKind.UPDATE;
    } else if (record instanceof UpperRecord.Enter) {
      return UpperRecordKind.ENTER;
    } else if (record instanceof UpperRecord.Hide) {
      return UpperRecordKind.HIDE;
    } else if (record instanceof UpperRecord.Clear) {
      return UpperRecordKind.CLEAR;
    } else if (record instanceof UpperRecord.Drop) {
      return UpperRecordKind.DROP;
    }
    return record instanceof UpperRecord.Snapshot
        ? UpperRecordKind.SNAPSHOT
        : UpperRecordKind.FORCED;
  }

  private void writeMake(UpperInode inode) throws IOException {
    out.writeLong(inode.id());
    out.writeByte(UpperRecordKind.TYPES.indexOf(inode.type()));
    writeState(inode.state());
    Lower lower = inode.lower();
    out.writeBoolean(lower != null);
    if (lower != null) {
      writeBytes(lower.path().bytes());
    } else if (inode instanceof UpperFile file) {
      writeBytes(file.fixed().target());
      out.writeInt(file.fixed().major());
      out.writeInt(file.fixed().minor());
    }
  }

  private void writeState(InodeState state) throws IOException {
    EntryAttributes attributes = state.attributes();
    out.writeShort(attributes.mode());
    out.writeInt((int) attributes.uid());
    out.writeInt((int) attributes.gid());
    out.writeLong(attributes.modifiedNanos());
    out.writeLong(state.changedNanos());
    out.writeInt(state.links());
    out.writeLong(state.data());
    out.writeBoolean(state.isLinked());
    out.writeInt(attributes.xattrs().size());
    for (Map.Entry<String, byte[]> xattr : attributes.xattrs().entrySet()) {
      writeBytes(ByteNames.encode(xattr.getKey()));
      writeBytes(xattr.getValue());
    }
  }

  private void writeName(UpperDirectory directory, byte[] name) throws IOException {
    out.writeLong(directory.id());
    writeBytes(name);
  }

  private void writeBytes(byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }
}
