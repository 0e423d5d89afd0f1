package dev.lamina.internal.compress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Data of several kinds, packed in several ways. */
final class GzipSamples {
  static final int HEADER_CRC = 2;
  static final int EXTRA = 4;
  static final int NAME = 8;
  static final int COMMENT = 16;

  private GzipSamples() {}

  /** Data by its name. */
  static Map<String, byte[]> data(int length, long seed) {
    Random random = new Random(seed);
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    Map<String, byte[]> kinds = new LinkedHashMap<>();
    kinds.put("zeros", new byte[length]);
    kinds.put("noise", noise);
    kinds.put("text", text(length, random));
    kinds.put("mixed", mixed(length, random));
    return kinds;
  }

  static byte[] text(int length, Random random) {
    StringBuilder out = new StringBuilder(length + 16);
    while (out.length() < length) {
      int word = (int) Math.abs(random.nextGaussian() * 400);
      out.append(Integer.toString(word * 7919, 36)).append(random.nextInt(12) == 0 ? '\n' : ' ');
    }
    return out.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  /** Runs, repeats near and far, and noise, so that all block types and distances occur. */
  static byte[] mixed(int length, Random random) {
    byte[] out = new byte[length];
    int at = 0;
    while (at < length) {
      int count = Math.min(length - at, 1 + random.nextInt(1 << random.nextInt(14)));
      int kind = random.nextInt(4);
      int distance = 1 + random.nextInt(Math.min(Math.max(at, 1), 1 << (1 + random.nextInt(15))));
      byte run = (byte) random.nextInt();
      int values = 1 << (1 + random.nextInt(8));
      for (int i = 0; i < count; i++, at++) {
        if (kind == 0) {
          out[at] = run;
        } else if (kind == 1 || at < distance) {
          out[at] = (byte) random.nextInt(values);
        } else {
          out[at] = out[at - distance];
        }
      }
    }
    return out;
  }

  static byte[] deflate(byte[] data, int level, int strategy) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    deflater.setInput(data);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  static byte[] gzip(byte[] data) {
    return gzip(data, Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY, 0);
  }

  static byte[] gzip(byte[] data, int level, int strategy, int flags) {
    return member(flags, deflate(data, level, strategy), data);
  }

  /** Makes a member of any deflate stream. */
  static byte[] member(int flags, byte[] deflated, byte[] data) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
    if ((flags & EXTRA) != 0) {
      header.writeBytes(new byte[] {5, 1});
      header.writeBytes(new byte[261]);
    }
    if ((flags & NAME) != 0) {
      header.writeBytes(new byte[] {'n', (byte) 0xe4, 'm', 'e', 0});
    }
    if ((flags & COMMENT) != 0) {
      header.writeBytes("a comment\n\0".getBytes(StandardCharsets.US_ASCII));
    }
    if ((flags & HEADER_CRC) != 0) {
      int crc = (int) crc(header.toByteArray());
      header.write(crc);
      header.write(crc >>> 8);
    }
    int crc = Integer.reverseBytes((int) crc(data));
    int length = Integer.reverseBytes(data.length);
    return concat(
        header.toByteArray(), deflated, ByteBuffer.allocate(8).putInt(crc).putInt(length).array());
  }

  private static long crc(byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(data);
    return crc.getValue();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] unpack(byte[] packed) throws IOException {
    return new GzipInput(new ByteArrayInputStream(packed)).readAllBytes();
  }

  /** A stream that gives only a few bytes at a time, now and then none. */
  static InputStream dribble(byte[] bytes, int most, long seed) {
    Random random = new Random(seed);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        int count = random.nextInt(most + 1);
        return count == 0 && available() > 0
            ? 0
            : super.read(target, offset, Math.min(length, Math.max(count, 1)));
      }
    };
  }

  static PackedBytes packedBytes(byte[] bytes) {
    return new PackedBytes() {
      @Override
      public int read(ByteBuffer target, long position) {
        if (position >= bytes.length) {
          return -1;
        }
        int count = (int) Math.min(target.remaining(), bytes.length - position);
        target.put(bytes, (int) position, count);
        return count;
      }

      @Override
      public long size() {
        return bytes.length;
      }
    };
  }

  /** Writes the checkpoints of a gzip stream. */
  static CheckpointFile checkpoints(Path path, byte[] packed, int span) {
    try (CheckpointWriter writer = CheckpointWriter.create(path, Compression.GZIP)) {
      GzipInput in = new GzipInput(new ByteArrayInputStream(packed), writer, span);
      long unused = in.skip(Long.MAX_VALUE);
      writer.finish(in.offset(), packed.length);
      return CheckpointFile.open(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
