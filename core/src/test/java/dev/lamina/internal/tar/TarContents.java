package dev.lamina.internal.tar;

import dev.lamina.Limits;
import dev.lamina.spi.LayerEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads whole archives of tests into memory. */
final class TarContents {
  /** A member and its stored data. */
  record Content(TarMember member, byte[] stored) {
    LayerEntry entry() {
      return member.entry();
    }

    String path() {
      return member.entry().path().toString();
    }

    /** Returns the file with its holes filled with zeros. */
    byte[] expanded() {
      SparseMap sparse = member.sparse();
      if (sparse == null) {
        return stored;
      }
      byte[] all = new byte[Math.toIntExact(sparse.size())];
      for (int i = 0; i < sparse.segments(); i++) {
        int from = Math.toIntExact(sparse.storedOffset(i));
        int to = Math.toIntExact(sparse.offset(i));
        System.arraycopy(stored, from, all, to, Math.toIntExact(sparse.length(i)));
      }
      return all;
    }
  }

  private TarContents() {}

  static LayerTarReader reader(byte[] tar) {
    return new LayerTarReader(new ByteArrayInputStream(tar), Limits.defaults());
  }

  static List<Content> read(byte[] tar) throws IOException {
    List<Content> contents = new ArrayList<>();
    readInto(contents, new ByteArrayInputStream(tar));
    return contents;
  }

  /** Adds the members one by one, so that those before a refused one are there. */
  static void readInto(List<Content> contents, InputStream in) throws IOException {
    LayerTarReader reader = new LayerTarReader(in, Limits.defaults());
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      contents.add(new Content(member, reader.data().readAllBytes()));
    }
  }

  static LayerEntry single(byte[] tar) throws IOException {
    List<Content> contents = read(tar);
    if (contents.size() != 1) {
      throw new AssertionError("members: " + contents);
    }
    return contents.get(0).entry();
  }

  static List<String> paths(byte[] tar) throws IOException {
    return read(tar).stream().map(Content::path).toList();
  }

  static byte[] slice(byte[] tar, TarMember member) {
    int from = Math.toIntExact(member.dataOffset());
    return Arrays.copyOfRange(tar, from, from + Math.toIntExact(member.storedSize()));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
