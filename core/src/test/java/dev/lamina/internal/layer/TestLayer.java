package dev.lamina.internal.layer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.tar.SparseMap;
import dev.lamina.internal.tar.SparseMaps;
import dev.lamina.internal.tar.TarMember;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A layer made member by member, with the bytes a tar of it would hold. */
final class TestLayer {
  static final EntryAttributes ATTRIBUTES = attributes(0640);
  static final int ARENA = 1 << 20;

  private final List<TarMember> members = new ArrayList<>();
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  static EntryAttributes attributes(int mode) {
    return new EntryAttributes(mode, 1000, 100, 1_700_000_000_123_456_789L, Map.of());
  }

  static EntryPath path(String text) {
    return text.isEmpty() ? EntryPath.ROOT : EntryPath.parse(text);
  }

  @CanIgnoreReturnValue
  TestLayer file(String path, String content) {
    return file(path(path), ATTRIBUTES, content.getBytes(StandardCharsets.UTF_8));
  }

  @CanIgnoreReturnValue
  TestLayer file(EntryPath path, EntryAttributes attributes, byte[] content) {
    return add(new LayerEntry.File(path, attributes, content.length), content, null);
  }

  @CanIgnoreReturnValue
  TestLayer sparse(String path, long size, long[] offsets, byte[]... segments) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    long[] lengths = new long[segments.length];
    for (int i = 0; i < segments.length; i++) {
      stored.writeBytes(segments[i]);
      lengths[i] = segments[i].length;
    }
    return add(
        new LayerEntry.File(path(path), ATTRIBUTES, size),
        stored.toByteArray(),
        SparseMaps.of(size, offsets, lengths));
  }

  @CanIgnoreReturnValue
  TestLayer directory(String path) {
    return directory(path, 0750);
  }

  @CanIgnoreReturnValue
  TestLayer directory(String path, int mode) {
    return entry(new LayerEntry.Directory(path(path), attributes(mode)));
  }

  @CanIgnoreReturnValue
  TestLayer symlink(String path, String target) {
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    return entry(new LayerEntry.Symlink(path(path), ATTRIBUTES, bytes));
  }

  @CanIgnoreReturnValue
  TestLayer link(String path, String target) {
    return entry(new LayerEntry.HardLink(path(path), path(target)));
  }

  @CanIgnoreReturnValue
  TestLayer fifo(String path) {
    return entry(new LayerEntry.Fifo(path(path), ATTRIBUTES));
  }

  @CanIgnoreReturnValue
  TestLayer whiteout(String path) {
    return entry(new LayerEntry.Whiteout(path(path)));
  }

  @CanIgnoreReturnValue
  TestLayer opaque(String path) {
    return entry(new LayerEntry.Opaque(path(path)));
  }

  @CanIgnoreReturnValue
  TestLayer entry(LayerEntry entry) {
    return add(entry, new byte[0], null);
  }

  @CanIgnoreReturnValue
  private TestLayer add(LayerEntry entry, byte[] stored, SparseMap sparse) {
    long header = tar.size();
    tar.writeBytes(new byte[512]);
    members.add(new TarMember(entry, header, tar.size(), stored.length, sparse));
    tar.writeBytes(stored);
    tar.writeBytes(new byte[-stored.length & 511]);
    return this;
  }

  List<TarMember> members() {
    return members;
  }

  @CanIgnoreReturnValue
  LayerFacts write(Path target, int arenaBytes) throws IOException {
    Path scratch = Files.createDirectory(target.resolveSibling(target.getFileName() + ".scratch"));
    try (LayerIndexWriter writer = new LayerIndexWriter(scratch, arenaBytes)) {
      for (TarMember member : members) {
        writer.add(member);
      }
      return writer.finish(target, tar.size(), false);
    } finally {
      Files.delete(scratch); // fails if anything was left in it
    }
  }

  LayerIndex index(Path target) throws IOException {
    write(target, ARENA);
    return LayerIndex.open(target);
  }

  LayerSource source(Path target) throws IOException {
    return source(target, ARENA);
  }

  LayerSource source(Path target, int arenaBytes) throws IOException {
    write(target, arenaBytes);
    byte[] bytes = tar.toByteArray();
    return new LayerSource(
        TestImage.sha256(target.toString().getBytes(StandardCharsets.UTF_8)),
        LayerIndex.open(target),
        new MemoryBytes(bytes));
  }

  /** Bytes in memory that hand out at most seven at a time and cannot be read once closed. */
  static final class MemoryBytes implements LayerBytes {
    private final byte[] bytes;
    boolean isClosed;

    MemoryBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (isClosed) {
        throw new ClosedChannelException();
      }
      if (position >= bytes.length) {
        return -1;
      }
      int most = Math.min(7, bytes.length - (int) position);
      int count = Math.min(most, target.remaining());
      target.put(bytes, (int) position, count);
      return count;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
