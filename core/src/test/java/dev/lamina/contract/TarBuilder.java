package dev.lamina.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tar, member by member: a layer, or an archive of layers. Names are texts as {@link
 * ByteNames} has them. {@link #mode}, {@link #owner}, {@link #modified} and {@link #xattr} are of
 * the member added last.
 */
public final class TarBuilder {
  /** When members were last modified if nothing else is said. */
  public static final Instant MODIFIED = Instant.parse("2024-01-01T00:00:00Z");

  private static final int BLOCK = 512;

  private final List<Member> members = new ArrayList<>();

  /** One member as it is to be written. */
  private static final class Member {
    private final TarArchiveEntry header;
    private final byte[] data;
    private final Map<String, byte[]> pax = new LinkedHashMap<>();

    Member(String name, byte type, byte[] data, int mode) {
      this.header = new TarArchiveEntry(latin(name), type, true);
      this.data = data;
      header.setSize(data.length);
      header.setMode(mode);
      header.setModTime(MODIFIED.toEpochMilli());
    }
  }

  /** Begins a tar. */
  public static TarBuilder tar() {
    return new TarBuilder();
  }

  /** Adds a directory. */
  public TarBuilder directory(String name) {
    return add(new Member(name + "/", TarConstants.LF_DIR, new byte[0], 0755));
  }

  /** Adds a file with a text. */
  public TarBuilder file(String name, String content) {
    return file(name, content.getBytes(UTF_8));
  }

  /** Adds a file. */
  public TarBuilder file(String name, byte[] content) {
    return add(new Member(name, TarConstants.LF_NORMAL, content, 0644));
  }

  /** Adds a symbolic link. */
  public TarBuilder symlink(String name, String target) {
    return link(new Member(name, TarConstants.LF_SYMLINK, new byte[0], 0777), target);
  }

  /** Adds a hard link to an earlier member. */
  public TarBuilder hardLink(String name, String target) {
    return link(new Member(name, TarConstants.LF_LINK, new byte[0], 0644), target);
  }

  private TarBuilder link(Member member, String target) {
    member.header.setLinkName(latin(target));
    return add(member);
  }

  /** Adds a mark that this path of the layers below does not show. */
  public TarBuilder whiteout(String name) {
    int slash = name.lastIndexOf('/') + 1;
    return file(name.substring(0, slash) + ".wh." + name.substring(slash), "");
  }

  /** Adds a mark that nothing of this directory in the layers below shows; empty for the root. */
  public TarBuilder opaque(String directory) {
    return file((directory.isEmpty() ? "" : directory + "/") + ".wh..wh..opq", "");
  }

  /** Adds a character device. */
  public TarBuilder characterDevice(String name, int major, int minor) {
    Member member = new Member(name, TarConstants.LF_CHR, new byte[0], 0600);
    member.header.setDevMajor(major);
    member.header.setDevMinor(minor);
    return add(member);
  }

  /** Adds a named pipe. */
  public TarBuilder fifo(String name) {
    return add(new Member(name, TarConstants.LF_FIFO, new byte[0], 0600));
  }

  /** Adds a file of a size that is zero but for one piece, in the PAX 1.0 sparse format. */
  public TarBuilder sparse(String name, long size, long offset, String piece) {
    byte[] data = piece.getBytes(UTF_8);
    byte[] map = "1\n%d\n%d\n".formatted(offset, data.length).getBytes(UTF_8);
    byte[] stored = new byte[BLOCK + data.length];
    System.arraycopy(map, 0, stored, 0, map.length);
    System.arraycopy(data, 0, stored, BLOCK, data.length);
    Member member = new Member("GNUSparseFile.0/" + name, TarConstants.LF_NORMAL, stored, 0644);
    member.pax.put("GNU.sparse.major", bytes("1"));
    member.pax.put("GNU.sparse.minor", bytes("0"));
    member.pax.put("GNU.sparse.name", bytes(name));
    member.pax.put("GNU.sparse.realsize", bytes(Long.toString(size)));
    return add(member);
  }

  @CanIgnoreReturnValue
  private TarBuilder add(Member member) {
    members.add(member);
    return this;
  }

  private Member last() {
    return members.get(members.size() - 1);
  }

  /** Sets permission bits. */
  public TarBuilder mode(int mode) {
    last().header.setMode(mode);
    return this;
  }

  /** Sets who owns it. */
  public TarBuilder owner(long uid, long gid) {
    last().header.setUserId(uid);
    last().header.setGroupId(gid);
    return this;
  }

  /** Sets when it was modified, to the nanosecond. */
  public TarBuilder modified(Instant time) {
    last().header.setModTime(time.getEpochSecond() * 1000);
    last()
        .pax
        .put(
            "mtime", bytes(new java.math.BigDecimal(nanos(time)).movePointLeft(9).toPlainString()));
    return this;
  }

  private static java.math.BigInteger nanos(Instant time) {
    return java.math.BigInteger.valueOf(time.getEpochSecond())
        .multiply(java.math.BigInteger.valueOf(1_000_000_000))
        .add(java.math.BigInteger.valueOf(time.getNano()));
  }

  /** Gives it an extended attribute. */
  public TarBuilder xattr(String name, byte[] value) {
    last().pax.put("SCHILY.xattr." + name, value);
    return this;
  }

  /** Returns the tar. */
  public byte[] build() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out =
        new TarArchiveOutputStream(bytes, TarConstants.DEFAULT_RCDSIZE, ISO_8859_1.name())) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
      for (Member member : members) {
        if (!member.pax.isEmpty()) {
          byte[] records = records(member.pax);
          TarArchiveEntry pax =
              new TarArchiveEntry("PaxHeaders/x", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
          pax.setSize(records.length);
          write(out, pax, records);
        }
        write(out, member.header, member.data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(TarArchiveOutputStream out, TarArchiveEntry header, byte[] data)
      throws IOException {
    out.putArchiveEntry(header);
    out.write(data);
    out.closeArchiveEntry();
  }

  private static byte[] records(Map<String, byte[]> pax) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    pax.forEach(
        (key, value) -> {
          byte[] rest = bytes(" " + key + "=");
          int length = rest.length + value.length + 1;
          int total = length + 1;
          while (Integer.toString(total).length() + length != total) {
            total++;
          }
          records.writeBytes(bytes(Integer.toString(total)));
          records.writeBytes(rest);
          records.writeBytes(value);
          records.write('\n');
        });
    return records.toByteArray();
  }

  private static byte[] bytes(String text) {
    return ByteNames.encode(text);
  }

  private static String latin(String name) {
    return new String(bytes(name), ISO_8859_1);
  }
}
