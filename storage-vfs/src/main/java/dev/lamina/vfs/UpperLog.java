package dev.lamina.vfs;

import dev.lamina.CorruptStoreException;
import dev.lamina.spi.StorageDriver;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * The file that keeps a tree's changes, {@code tree}: a header, and step after step. When much in
 * it is out of date it is replaced by one that says the same.
 */
final class UpperLog implements Closeable {
  /** How long the file may become however little is in it. */
  static final long COMPACTION_FLOOR = 1 << 20;

  static final int HEADER = 16;

  private static final System.Logger LOGGER = System.getLogger(UpperLog.class.getName());
  private static final byte[] MAGIC = "LAMUpper".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int GROWTH = 2;
  private static final int RECORDS_PER_FRAME = 64;

  private final Path path;
  private ChangesFile file;
  private long end;
  private long snapshotEnd;
  private long compactionFloor;
  private boolean isForced;
  private boolean isNameForced;

  private UpperLog(Path path, ChangesFile file, long compactionFloor) {
    this.path = path;
    this.file = file;
    this.compactionFloor = compactionFloor;
  }

  /** What takes the records of a log, one after the other. */
  interface Reader {
    void take(UpperRecord record);
  }

  /**
   * Opens the log of a directory of changes, and makes it if there is none.
   *
   * @param state what the records are read with; the reader applies them
   * @throws CorruptStoreException if it is damaged, or of a newer version
   */
  static UpperLog open(Path directory, UpperState state, long compactionFloor, Reader reader)
      throws IOException {
    Path path = directory.resolve("tree");
    if (Files.notExists(path)) { // Surely: what cannot be looked at must not be made anew.
      create(path);
    }
    UpperLog log = new UpperLog(path, ChangesFile.open(path), compactionFloor);
    try {
      log.replay(state, reader);
      return log;
    } catch (IOException | RuntimeException e) {
      log.file.close();
      throw e;
    }
  }

  private static Path successor(Path path) {
    return path.resolveSibling("tree.new");
  }

  private static void create(Path path) throws IOException {
    try (ChangesFile file = ChangesFile.create(successor(path))) {
      file.write(header(), 0);
      file.force();
    }
    move(path);
  }

  private static void move(Path path) throws IOException {
    Files.move(
        successor(path), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION);
    return header.putInt(checksum(header)).flip();
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, HEADER - Integer.BYTES));
    return (int) crc.getValue();
  }

  private CorruptStoreException corrupt(String expected, String actual) {
    return new CorruptStoreException(path, expected, actual);
  }

  private void replay(UpperState state, Reader reader) throws IOException {
    long size = Files.size(path);
    checkHeader();
    long at = HEADER;
    UpperLogInput input = new UpperLogInput(file, at, size);
    for (byte[] records = input.next(); records != null; records = input.next()) {
      apply(state, records, reader, at, input.position());
      at = input.position();
    }
    if (at < size) {
      cut(at, size);
    }
    end = at;
  }

  private void checkHeader() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    while (header.hasRemaining() && file.read(header, header.position()) >= 0) {
      // Until it is whole, or the file ends.
    }
    int version = header.getInt(MAGIC.length);
    boolean isWhole = header.getInt(HEADER - Integer.BYTES) == checksum(header);
    if (header.hasRemaining() || !isWhole || !header.flip().limit(MAGIC.length).equals(magic())) {
      throw corrupt("a log of changes", "something else");
    }
    if (version != VERSION) {
      throw corrupt("version " + VERSION, "version " + version + "; use a newer Lamina");
    }
  }

  private static ByteBuffer magic() {
    return ByteBuffer.wrap(MAGIC);
  }

  private void apply(UpperState state, byte[] bytes, Reader reader, long start, long frameEnd)
      throws IOException {
    try {
      UpperRecordReader records = new UpperRecordReader(state, bytes);
      for (var record = records.next(); record.isPresent(); record = records.next()) {
        reader.take(record.get());
        if (record.get() instanceof UpperRecord.Snapshot) {
          snapshotEnd = frameEnd;
        }
      }
    } catch (IllegalArgumentException | EOFException e) {
      throw corrupt("a step that can be made at byte " + start, String.valueOf(e.getMessage()));
    }
  }

  private void cut(long at, long size) throws IOException {
    if (!UpperLogTail.read(file, at, size).isTorn()) {
      throw corrupt("a step at byte " + at, "damage, and more steps behind it");
    }
    LOGGER.log(
        Level.DEBUG,
        "cutting {0} bytes of an unfinished step off {1}",
        Long.toString(size - at),
        path);
    file.truncate(at);
  }

  /**
   * Looks whether the log of a directory of changes is as it was written, and changes nothing.
   *
   * @throws IOException if it cannot be read
   */
  static void verify(Path directory, StorageDriver.Differences differences) throws IOException {
    Path path = directory.resolve("tree");
    if (!Files.exists(path)) {
      return;
    }
    long size = Files.size(path);
    try (ChangesFile file = ChangesFile.open(path)) {
      UpperLog log = new UpperLog(path, file, 0);
      log.checkHeader();
      UpperLogInput input = new UpperLogInput(file, HEADER, size);
      while (input.next() != null) {
        // Each step has a checksum.
      }
      long at = input.position();
      if (at < size) {
        log.verifyTail(at, size, differences);
      }
    } catch (CorruptStoreException e) {
      differences.add(path, e.expected(), e.actual());
    }
  }

  private void verifyTail(long at, long size, StorageDriver.Differences differences)
      throws IOException {
    String actual = (size - at) + " bytes at byte " + at + " that are no whole step";
    if (UpperLogTail.read(file, at, size).isTorn()) {
      differences.addUnfinished(path, actual);
    } else {
      differences.add(path, "a step at byte " + at, actual);
    }
  }

  /** Adds a step. If that fails, the file says what it said before. */
  void append(List<UpperRecord> records) throws IOException {
    UpperRecordWriter writer = new UpperRecordWriter();
    for (UpperRecord record : records) {
      writer.write(record);
    }
    if (writer.isEmpty()) {
      return;
    }
    byte[] frame = UpperFrame.of(writer.toByteArray());
    try {
      file.write(ByteBuffer.wrap(frame), end);
    } catch (IOException e) {
      cutBack(e);
      throw e;
    }
    end += frame.length;
    isForced = false;
  }

  private void cutBack(IOException cause) {
    try {
      file.truncate(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Makes all steps survive a power failure; the contents they tell of have been forced. */
  void force() throws IOException {
    if (!isNameForced) {
      Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
      Forcing.directory(directory);
      Forcing.directory(Objects.requireNonNull(directory.getParent())); // It may be new, too.
      isNameForced = true;
    }
    if (!isForced) {
      file.force();
      append(List.of(new UpperRecord.Forced()));
      isForced = true;
    }
  }

  boolean isWorthCompacting() {
    return end > compactionFloor && end > GROWTH * snapshotEnd;
  }

  /** Replaces the file by one that says what is true now. */
  void compact(UpperState state) {
    try {
      long newEnd = writeSuccessor(state);
      file.close();
      try {
        move(path);
        end = newEnd;
        snapshotEnd = newEnd;
      } finally {
        file = ChangesFile.open(path);
      }
      isForced = false;
      isNameForced = false;
    } catch (IOException e) {
      compactionFloor = GROWTH * end;
      LOGGER.log(Level.WARNING, "cannot shorten " + path, e);
    }
  }

  private long writeSuccessor(UpperState state) throws IOException {
    try (ChangesFile out = ChangesFile.create(successor(path))) {
      out.write(header(), 0);
      long at = HEADER;
      List<UpperRecord> records = state.records();
      for (int i = 0; i < records.size(); i += RECORDS_PER_FRAME) {
        int next = Math.min(records.size(), i + RECORDS_PER_FRAME);
        at = write(out, at, records.subList(i, next));
      }
      at = write(out, at, List.of(new UpperRecord.Snapshot(state.nextId())));
      out.force();
      return at;
    }
  }

  private static long write(ChangesFile out, long at, List<UpperRecord> records)
      throws IOException {
    UpperRecordWriter writer = new UpperRecordWriter();
    for (UpperRecord record : records) {
      writer.write(record);
    }
    byte[] frame = UpperFrame.of(writer.toByteArray());
    out.write(ByteBuffer.wrap(frame), at);
    return at + frame.length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
