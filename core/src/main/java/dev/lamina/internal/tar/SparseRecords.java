package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The {@code GNU.sparse.*} records of a PAX header: the sparse formats 0.0, 0.1 and 1.0. */
final class SparseRecords {
  private static final int MAP_BYTES_PER_SEGMENT = 64;

  private final Limits limits;
  private final SparseMap.Builder map;
  private byte @Nullable [] name;
  private @Nullable Long major;
  private @Nullable Long minor;
  private @Nullable Long size;
  private @Nullable Long announced;
  private long listed;
  private long offset = -1;
  private boolean mapped;

  SparseRecords(Limits limits) {
    this.limits = limits;
    this.map = new SparseMap.Builder(limits);
  }

  /** Takes a record, its key without the prefix. */
  void put(String key, byte[] value) {
    switch (key) {
      case "major" -> major = number(value);
      case "minor" -> minor = number(value);
      case "name" -> name = value.length == 0 ? null : value;
      case "size", "realsize" -> putSize(number(value));
      case "numblocks" -> announced = number(value);
      case "offset" -> {
        if (offset >= 0) {
          throw new InvalidArchiveException("sparse map with two offsets for one segment");
        }
        offset = number(value);
      }
      case "numbytes" -> {
        add(offset, number(value));
        offset = -1;
      }
      case "map" -> parseMap(value);
      default -> {}
    }
  }

  private static long number(byte[] value) {
    return TarNumbers.decimal(value, 0, value.length, "sparse map");
  }

  private void putSize(long value) {
    if (size != null && size != value) {
      throw new InvalidArchiveException("sparse file with two sizes");
    }
    size = value;
  }

  private void add(long start, long length) {
    map.add(start, length);
    listed++;
    mapped = true;
  }

  private void parseMap(byte[] value) {
    if (mapped) {
      throw new InvalidArchiveException("two sparse maps");
    }
    mapped = true;
    long start = -1;
    for (int from = 0; from < value.length; ) {
      int to = from;
      while (to < value.length && value[to] != ',') {
        to++;
      }
      long number = TarNumbers.decimal(value, from, to, "sparse map");
      if (start < 0) {
        start = number;
      } else {
        add(start, number);
        start = -1;
      }
      from = to + 1;
    }
    if (start >= 0) {
      throw new InvalidArchiveException("sparse map with an offset without a length");
    }
  }

  /** Returns the file's name, which stands in for the one that older tools shall see. */
  byte @Nullable [] name() {
    return name;
  }

  /**
   * Returns the map of a file of which the archive has so many bytes. In format 1.0 the first of
   * them hold the map, and are read.
   */
  SparseMap map(TarInput in, long archived) throws IOException {
    long fileSize = size == null ? -1 : size;
    if (isVersion(1, 0)) {
      if (mapped) {
        throw new InvalidArchiveException("two sparse maps");
      }
      long start = in.position();
      new MapReader(in, archived).read();
      return map.build(fileSize, archived - (in.position() - start));
    }
    boolean old = major == null && minor == null;
    if (!old && !isVersion(0, 0) && !isVersion(0, 1)) {
      throw new InvalidArchiveException("sparse file in an unknown format");
    }
    if (!mapped || offset >= 0 || (announced != null && announced != listed)) {
      throw new InvalidArchiveException("incomplete sparse map");
    }
    return map.build(fileSize, archived);
  }

  private boolean isVersion(long wantedMajor, long wantedMinor) {
    return major != null && minor != null && major == wantedMajor && minor == wantedMinor;
  }

  /** Reads the map of format 1.0: decimal numbers, a line each, in blocks of their own. */
  private final class MapReader {
    private final byte[] block = new byte[TarInput.BLOCK];
    private final TarInput in;
    private long left;
    private int at = TarInput.BLOCK;

    MapReader(TarInput in, long archived) {
      this.in = in;
      this.left = archived;
    }

    void read() throws IOException {
      long count = line();
      if (count > limits.sparseSegments()) {
        throw SparseMap.Builder.tooLong(limits.sparseSegments());
      }
      left = Math.min(left, MAP_BYTES_PER_SEGMENT * (count + TarInput.BLOCK));
      for (long i = 0; i < count; i++) {
        map.add(line(), line());
      }
    }

    private long line() throws IOException {
      long value = 0;
      for (boolean first = true; ; first = false) {
        byte next = next();
        if (next == '\n' && !first) {
          return value;
        }
        if (!TarNumbers.isDigit(next) || value > Long.MAX_VALUE / 10 - 1) {
          throw new InvalidArchiveException("sparse map with a line that is no number");
        }
        value = value * 10 + (next - '0');
      }
    }

    private byte next() throws IOException {
      if (at == TarInput.BLOCK) {
        if (left < TarInput.BLOCK) {
          throw new InvalidArchiveException("incomplete sparse map");
        }
        in.requireBlock(block);
        left -= TarInput.BLOCK;
        at = 0;
      }
      return block[at++];
    }
  }
}
