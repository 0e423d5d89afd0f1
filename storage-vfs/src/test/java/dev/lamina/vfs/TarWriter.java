package dev.lamina.vfs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes members of a tar as they are, true or not. */
final class TarWriter {
  private static final int BLOCK = 512;
  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  TarWriter file(String name, byte[] contents) throws IOException {
    header('0', name, "", contents.length);
    out.write(contents);
    out.write(new byte[-contents.length & (BLOCK - 1)]);
    return this;
  }

  TarWriter file(String name, String contents) throws IOException {
    return file(name, contents.getBytes(StandardCharsets.UTF_8));
  }

  TarWriter link(String name, String target) throws IOException {
    return header('1', name, target, 0);
  }

  /** Writes a header without what should follow it. */
  TarWriter header(char type, String name, String target, long size) throws IOException {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, String.format("%011o", size));
    put(block, 136, "00000000000");
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 157, target);
    put(block, 257, "ustar\00000");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format("%06o\0", sum));
    out.write(block);
    return this;
  }

  private static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  void end() throws IOException {
    out.write(new byte[2 * BLOCK]);
  }
}
