package dev.lamina.internal.compress;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Contents of several kinds, and zstd's own way to pack and unpack them. */
final class ZstdSamples {
  private ZstdSamples() {}

  /** What contents may look like: each brings out other parts of the format. */
  enum Kind {
    ZEROS,
    RANDOM,
    TEXT,
    REPETITIVE,
    TAR,
    TWO_LETTERS,
    SIXTEEN_LETTERS,
    SKEWED,
    MIXED
  }

  static byte[] content(Kind kind, int size, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[size];
    switch (kind) {
      case ZEROS -> {}
      case RANDOM -> random.nextBytes(bytes);
      case TEXT -> text(bytes, random);
      case REPETITIVE -> repetitive(bytes, random);
      case TAR -> tar(bytes, random);
      case TWO_LETTERS -> letters(bytes, random, 2);
      case SIXTEEN_LETTERS -> letters(bytes, random, 16);
      case SKEWED -> skewed(bytes, random);
      case MIXED -> mixed(bytes, random);
    }
    return bytes;
  }

  private static void text(byte[] bytes, Random random) {
    String[] words = new String[400];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.toString(random.nextInt(1 << 30), 36) + (i % 9 == 0 ? ".\n" : " ");
    }
    for (int at = 0; at < bytes.length; ) {
      int which = (int) Math.abs(random.nextGaussian() * 100) % words.length;
      byte[] word = words[which].getBytes(StandardCharsets.US_ASCII);
      int length = Math.min(word.length, bytes.length - at);
      System.arraycopy(word, 0, bytes, at, length);
      at += length;
    }
  }

  private static void repetitive(byte[] bytes, Random random) {
    byte[] period = new byte[1 + random.nextInt(40)];
    random.nextBytes(period);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = period[i % period.length];
      if (random.nextInt(500) == 0) {
        period[random.nextInt(period.length)]++;
      }
    }
  }

  private static void tar(byte[] bytes, Random random) {
    for (int at = 0; at < bytes.length; ) {
      byte[] header = new byte[512];
      byte[] name =
          ("usr/share/doc/package-" + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(name, 0, header, 0, name.length);
      byte[] numbers = "0000644\0000000000\0000000000\000".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(numbers, 0, header, 100, numbers.length);
      at = put(header, bytes, at);
      byte[] file = new byte[(1 + random.nextInt(40)) * 512];
      Kind[] kinds = {Kind.TEXT, Kind.SKEWED, Kind.ZEROS, Kind.RANDOM};
      Kind kind = kinds[random.nextInt(kinds.length)];
      byte[] data = content(kind, file.length - random.nextInt(500), random.nextInt(5));
      System.arraycopy(data, 0, file, 0, data.length);
      at = put(file, bytes, at);
    }
  }

  private static int put(byte[] part, byte[] bytes, int at) {
    int length = Math.min(part.length, bytes.length - at);
    System.arraycopy(part, 0, bytes, at, length);
    return at + length;
  }

  private static void letters(byte[] bytes, Random random, int count) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(count));
    }
  }

  private static void skewed(byte[] bytes, Random random) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextGaussian() * 12);
    }
  }

  private static void mixed(byte[] bytes, Random random) {
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(1 + random.nextInt(90_000), bytes.length - at);
      if (at > 0 && random.nextInt(3) == 0) {
        int from = random.nextInt(at);
        for (int i = 0; i < length; i++) {
          bytes[at + i] = bytes[from + i];
        }
      } else {
        Kind kind = Kind.values()[random.nextInt(Kind.MIXED.ordinal())];
        System.arraycopy(content(kind, length, random.nextInt(20)), 0, bytes, at, length);
      }
      at += length;
    }
  }

  /** Packs with the size of the content in the header. */
  static byte[] pack(byte[] content, int level, boolean checksum) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      return context.setLevel(level).setChecksum(checksum).compress(content);
    }
  }

  /** Packs without the size of the content in the header. */
  static byte[] packStream(byte[] content, int level, boolean checksum, int windowLog)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out, level)) {
      zstd.setChecksum(checksum);
      if (windowLog > 0) {
        zstd.setWindowLog(windowLog);
      }
      zstd.write(content, 0, content.length);
    }
    return out.toByteArray();
  }

  static byte[] skippable(int nibble, int size) {
    byte[] frame = new byte[8 + size];
    ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(0x184D2A50 + nibble).putInt(size);
    Arrays.fill(frame, 8, frame.length, (byte) 0x28);
    return frame;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] unpack(byte[] packed) throws IOException {
    try (InputStream in = new ZstdInput(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  /** Unpacks with zstd itself. */
  static byte[] unpackNatively(byte[] packed) throws IOException {
    try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  /** A stream that gives no more than a few bytes at once. */
  static final class Slow extends InputStream {
    private final InputStream in;
    private final int most;

    Slow(byte[] bytes, int most) {
      this.in = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(length, most));
    }
  }
}
