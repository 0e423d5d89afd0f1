package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.io.BulkInput;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a tar archive one after the other, as hostile input: v7, ustar, star, GNU
 * and PAX. What is damaged, ambiguous or unsafe is refused with {@link InvalidArchiveException};
 * memory is bounded by {@link Limits}, never by what the archive says.
 *
 * <p>Of the types that POSIX leaves to vendors, contiguous files ({@code 7}) and GNU sparse files
 * ({@code S}) are files, Solaris headers ({@code X}) are PAX headers, volume labels ({@code V}) and
 * Solaris ACLs ({@code A}) are skipped. All others are refused: to take them for files, as POSIX
 * says, would put into the tree what no engine puts there.
 *
 * <p>The reader reads no byte beyond the end marker, and nothing of a member before it is asked
 * for. The stream is the caller's: to buffer, and to close. Not safe for use by several threads.
 */
public final class LayerTarReader {
  private static final int SHOWN_NAME = 200;

  private final TarInput in;
  private final Limits limits;
  private final EntryParser parser;
  private final TarHeader header = new TarHeader();
  private final Extensions extensions;
  private long members;

  // The current member: what is left of its data, and what completes its last block.
  private long remaining;
  private int padding;
  private boolean readable;
  private long serial;

  private boolean ended;
  private @Nullable InvalidArchiveException refusal;

  private long headerAt;

  /** Makes a reader of an archive that starts where the stream is. */
  public LayerTarReader(InputStream in, Limits limits) {
    this.in = new TarInput(in);
    this.limits = limits;
    this.parser = new EntryParser();
    this.extensions = new Extensions(limits);
  }

  /**
   * Skips what is left of the current member, and reads the next one's headers.
   *
   * @return the member; null at the end of the archive
   * @throws InvalidArchiveException if the archive is damaged, ambiguous or unsafe, and from then
   *     on each time
   * @throws IOException if the stream cannot be read
   */
  public @Nullable TarMember next() throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    serial++;
    try {
      skipMember();
      return ended ? null : advance();
    } catch (InvalidArchiveException e) {
      throw refuse(e);
    } catch (IOException e) {
      // Where the next header is, nobody knows any more.
      refusal = new InvalidArchiveException("tar archive could not be read to its end", e);
      throw e;
    }
  }

  /** Returns how many bytes of the stream were read or skipped. */
  public long position() {
    return in.position();
  }

  /**
   * Reads stored data of the current member, as {@link InputStream#read(byte[], int, int)}; of a
   * file with holes, the segments one after the other.
   *
   * @return how many bytes were read; -1 at the end of the data
   */
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!readable || remaining == 0) {
      return -1;
    }
    try {
      int count = in.read(target, offset, (int) Math.min(length, remaining));
      remaining -= count;
      return count;
    } catch (InvalidArchiveException e) {
      throw refuse(e);
    }
  }

  /** Returns the stored data of the current member, readable until {@link #next()} is called. */
  public InputStream data() {
    return new MemberData();
  }

  private void skipMember() throws IOException {
    if (remaining > 0 || padding > 0) {
      in.skipMember(remaining, padding);
      remaining = 0;
      padding = 0;
    }
    readable = false;
  }

  private @Nullable TarMember advance() throws IOException {
    while (true) {
      extensions.reset();
      long start = in.position();
      if (!readHeaders()) {
        extensions.requireNone();
        ended = true;
        return null;
      }
      TarMember member = open(start);
      if (member != null) {
        return member;
      }
      skipMember();
    }
  }

  /** Reads headers up to a member's own; false at the end of the archive. */
  private boolean readHeaders() throws IOException {
    while (readHeader()) {
      switch (header.type()) {
        case 'L' -> extensions.addLongName(readExtension());
        case 'K' -> extensions.addLongLink(readExtension());
        case 'x', 'X' -> extensions.addPax(readExtension());
        case 'g' -> {
          countMember();
          extensions.addGlobal(readExtension());
        }
        default -> {
          countMember();
          return true;
        }
      }
    }
    return false;
  }

  private boolean readHeader() throws IOException {
    headerAt = in.position();
    if (!in.readBlock(header.block())) {
      return false;
    }
    if (header.isZeros()) {
      requireEndMarker();
      return false;
    }
    header.verify();
    return true;
  }

  private void countMember() {
    members++;
    if (members > limits.entriesPerLayer()) {
      throw new InvalidArchiveException(
          "archive exceeds the limit of %d members; raise it with Limits.entriesPerLayer"
              .formatted(limits.entriesPerLayer()));
    }
  }

  /** Two blocks of zeros end an archive; the second may be missing, but be nothing else. */
  private void requireEndMarker() throws IOException {
    if (in.readBlock(header.block()) && !header.isZeros()) {
      throw new InvalidArchiveException("ambiguous: half an end marker, and more after it");
    }
  }

  private byte[] readExtension() throws IOException {
    long size = header.size();
    if (size > limits.extensionBytes()) {
      throw new InvalidArchiveException(
          "extension header of %d bytes exceeds the limit of %d; raise it with Limits.extensionBytes"
              .formatted(size, limits.extensionBytes()));
    }
    return in.readExtension((int) size);
  }

  /** Opens the member whose header was read; null if it is to be skipped. */
  private @Nullable TarMember open(long start) throws IOException {
    byte[] name = extensions.name(header);
    long size = size();
    char type = type(name, size);
    if (hasData(type)) {
      remaining = size;
      padding = TarInput.padding(size);
    }
    if (type == 'V' || type == 'A') {
      extensions.requireNone();
      return null;
    }
    SparseMap sparse = readSparseMap(type);
    long dataOffset = in.position();
    long length = sparse == null ? remaining : sparse.size();
    LayerEntry entry = parser.parse(header, extensions, name, type, length);
    if (entry == null) {
      return null;
    }
    readable = entry instanceof LayerEntry.File;
    return new TarMember(entry, start, dataOffset, readable ? remaining : 0, sparse);
  }

  private long size() {
    Long paxSize = extensions.pax().size();
    long headerSize = header.size();
    long size = paxSize == null ? headerSize : paxSize;
    if (size > Long.MAX_VALUE - in.position() - TarInput.BLOCK) {
      throw new InvalidArchiveException("size out of range: " + size);
    }
    return size;
  }

  /** Before ustar had a type for directories, a slash at the end of the name made one. */
  private char type(byte[] name, long size) {
    char type = header.type();
    if (type != '0' || name.length == 0 || name[name.length - 1] != '/') {
      return type;
    }
    if (size > 0 && !header.isUntyped()) {
      throw new InvalidArchiveException("ambiguous: a directory's name on a file with data");
    }
    return '5';
  }

  /** Of what is no file the size means nothing, as in ustar: no data follows. */
  private static boolean hasData(char type) {
    return switch (type) {
      case '0', '7', 'S', 'V', 'A' -> true;
      case '1', '2', '3', '4', '5', '6' -> false;
      default ->
          throw new InvalidArchiveException(
              "unsupported member type " + ByteNames.escape(String.valueOf(type)));
    };
  }

  private @Nullable SparseMap readSparseMap(char type) throws IOException {
    SparseRecords records = extensions.pax().sparse();
    if (type == 'S' && records == null) {
      return GnuSparseHeader.read(header, in, remaining, limits);
    }
    if (records == null) {
      return null;
    }
    if (type != '0' && type != '7') {
      throw new InvalidArchiveException("sparse map on a member that is no plain file");
    }
    long from = in.position();
    SparseMap map = records.map(in, remaining);
    remaining -= in.position() - from;
    return map;
  }

  private InvalidArchiveException refuse(InvalidArchiveException reason) {
    refusal =
        new InvalidArchiveException(
            "tar member " + name() + " at byte " + headerAt + ": " + reason.getMessage(), reason);
    return refusal;
  }

  private String name() {
    byte[] name;
    try {
      name = extensions.name(header);
    } catch (InvalidArchiveException e) {
      name = header.name();
    }
    String text = ByteNames.escape(Arrays.copyOf(name, Math.min(name.length, SHOWN_NAME)));
    return '"' + text + (name.length > SHOWN_NAME ? "…\"" : "\"");
  }

  /** The data of one member as a stream. */
  private final class MemberData extends BulkInput {
    private final long member = serial;

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (member != serial) {
        throw new IOException("the tar reader has moved on to the next member");
      }
      return LayerTarReader.this.read(target, offset, length);
    }
  }
}
