package dev.lamina.internal.layer;

import dev.lamina.InvalidArchiveException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes one record of all that a layer says of a path, and refuses what is contradictory. The
 * frames come sorted; the records go out sorted, numbered in that order.
 */
final class EntryCombiner {
  private static final byte[] DIRECTORY = template(RecordType.DIRECTORY);
  private static final byte[] WHITEOUT = template(RecordType.WHITEOUT);

  private final Scratch combined;
  private final LinkTable links;
  private byte[] out = new byte[256];

  private byte[] key = new byte[0];
  private int keyLength = -1;
  private final byte[] record = new byte[IndexFormat.RECORD_BYTES];
  private boolean named;
  private boolean implied;
  private boolean opaque;
  private boolean whiteout;
  private boolean linked;

  private int records;
  private int directories;
  private long entries;
  private long nameBytes;
  private long size;
  private long duplicates;

  EntryCombiner(Scratch combined, LinkTable links) {
    this.combined = combined;
    this.links = links;
  }

  private static byte[] template(RecordType type) {
    byte[] record = new byte[IndexFormat.RECORD_BYTES];
    record[IndexFormat.TYPE] = (byte) type.code();
    if (type == RecordType.DIRECTORY) {
      LittleEndian.putShort(record, IndexFormat.MODE, 0755);
    }
    return record;
  }

  /** Takes the next frame. */
  void accept(RunReader frame) throws IOException {
    if (!isSamePath(frame)) {
      flush();
      begin(frame);
    }
    byte[] array = frame.array();
    int at = frame.keyEnd();
    int tail = at + 1;
    switch (array[at]) {
      case EntrySorter.IMPLIED -> implied = true;
      case EntrySorter.OPAQUE -> opaque = noteTwice(opaque);
      case EntrySorter.WHITEOUT -> whiteout = noteTwice(whiteout);
      case EntrySorter.MEMBER -> member(array, tail);
      default -> link(array, tail, frame.start() + frame.length());
    }
  }

  private boolean isSamePath(RunReader frame) {
    return keyLength >= 0
        && Arrays.equals(key, 0, keyLength, frame.array(), frame.keyStart(), frame.keyEnd());
  }

  private void begin(RunReader frame) {
    keyLength = frame.keyLength();
    if (key.length < keyLength) {
      key = new byte[2 * keyLength];
    }
    System.arraycopy(frame.array(), frame.keyStart(), key, 0, keyLength);
    named = false;
    implied = false;
    opaque = false;
    whiteout = false;
    linked = false;
  }

  private boolean noteTwice(boolean before) {
    duplicates += before ? 1 : 0;
    return true;
  }

  private void member(byte[] array, int tail) {
    if (named) {
      RecordType before = RecordType.of(record[IndexFormat.TYPE]);
      RecordType now = RecordType.of(array[tail + IndexFormat.TYPE]);
      if (before != now) {
        throw refused("is both " + before.phrase() + " and " + now.phrase() + " in one layer");
      }
      if (linked) {
        throw refused("is replaced after a hard link to it was made, which is ambiguous");
      }
      duplicates++;
    }
    named = true;
    System.arraycopy(array, tail, record, 0, record.length);
  }

  private void link(byte[] array, int tail, int end) {
    int link = LittleEndian.integer(array, tail);
    RecordType type = RecordType.of(record[IndexFormat.TYPE]);
    if (named ? type == RecordType.DIRECTORY : implied || opaque) {
      throw refusedLink(array, tail, end, "the target is a directory");
    }
    if (!named) {
      throw refusedLink(array, tail, end, "no earlier member of the layer has that name");
    }
    linked = true;
    if (type == RecordType.HARD_LINK) {
      links.follows(link, (int) LittleEndian.longInteger(record, IndexFormat.SIZE));
    } else {
      links.leadsTo(link, records);
    }
  }

  /** Takes the end of the frames. */
  void finish() throws IOException {
    flush();
    links.resolve();
  }

  private void flush() throws IOException {
    if (keyLength < 0) {
      return;
    }
    choose();
    RecordType type = RecordType.of(record[IndexFormat.TYPE]);
    if (type == RecordType.DIRECTORY) {
      directories++;
    } else if (implied || opaque) {
      throw refused("is not a directory, but other entries of the layer are in it");
    } else if (type == RecordType.HARD_LINK) {
      links.keep((int) LittleEndian.longInteger(record, IndexFormat.SIZE));
    } else if (type == RecordType.FILE || type == RecordType.SYMLINK) {
      size = add(size, LittleEndian.longInteger(record, IndexFormat.SIZE));
    }
    write();
  }

  private void choose() {
    if (!named) {
      byte[] template = implied || opaque ? DIRECTORY : WHITEOUT;
      System.arraycopy(template, 0, record, 0, record.length);
    }
    boolean isWhiteout = RecordType.of(record[IndexFormat.TYPE]) == RecordType.WHITEOUT;
    int flags =
        (named || isWhiteout ? IndexFormat.EXPLICIT : 0)
            | (opaque ? IndexFormat.OPAQUE : 0)
            | (whiteout && !isWhiteout ? IndexFormat.HIDES_LOWER : 0);
    record[IndexFormat.TYPE] = (byte) (record[IndexFormat.TYPE] | flags);
    entries += named || isWhiteout ? 1 : 0;
  }

  private long add(long sum, long length) {
    if (sum + length < 0) {
      throw refused("makes the files of the layer longer than 2^63 bytes together");
    }
    return sum + length;
  }

  private void write() throws IOException {
    int length = Integer.BYTES + Short.BYTES + keyLength + record.length;
    if (out.length < length) {
      out = new byte[2 * length];
    }
    LittleEndian.putInteger(out, 0, length - Integer.BYTES);
    LittleEndian.putShort(out, 4, keyLength);
    System.arraycopy(key, 0, out, 6, keyLength);
    System.arraycopy(record, 0, out, 6 + keyLength, record.length);
    combined.append(out, 0, length);
    nameBytes += keyLength - SortKey.nameStart(key, 0, keyLength);
    records++;
  }

  private InvalidArchiveException refused(String what) {
    return new InvalidArchiveException(
        "layer entry \"" + SortKey.describe(key, keyLength) + "\" " + what);
  }

  private InvalidArchiveException refusedLink(byte[] array, int tail, int end, String why) {
    byte[] link = Arrays.copyOfRange(array, tail + Integer.BYTES, end);
    return new InvalidArchiveException(
        "hard link \""
            + SortKey.describe(link, link.length)
            + "\" to \""
            + SortKey.describe(key, keyLength)
            + "\": "
            + why);
  }

  int records() {
    return records;
  }

  int directories() {
    return directories;
  }

  /** Returns the length of all names together. */
  long nameBytes() {
    return nameBytes;
  }

  LayerFacts facts(long tarSize) {
    return new LayerFacts(size, tarSize, entries, duplicates);
  }
}
