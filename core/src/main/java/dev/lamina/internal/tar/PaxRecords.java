package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What PAX headers say of a member. A record without a value takes back what an earlier header
 * said, so that the member's own header counts; of two records with one key the last counts.
 */
final class PaxRecords {
  /** What is said where there is no PAX header: nothing. */
  static final PaxRecords NONE = new PaxRecords();

  private static final String SCHILY = "SCHILY.xattr.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";
  private static final String SPARSE = "GNU.sparse.";

  private byte @Nullable [] path;
  private byte @Nullable [] linkPath;
  private @Nullable Long size;
  private @Nullable Long uid;
  private @Nullable Long gid;
  private @Nullable Long modifiedNanos;
  private @Nullable XattrFilter xattrs;
  private @Nullable SparseRecords sparse;

  private PaxRecords() {}

  /** Parses a header, {@code x} or {@code g}, on top of these records. */
  PaxRecords with(byte[] data, Limits limits) {
    PaxRecords records = new PaxRecords();
    records.uid = uid;
    records.gid = gid;
    records.modifiedNanos = modifiedNanos;
    records.parse(data, limits);
    return records;
  }

  /** Refuses what makes no sense for all members, and would hide one behind another's name. */
  PaxRecords requireGlobal() {
    if (path != null || linkPath != null || size != null || sparse != null || xattrs != null) {
      throw new InvalidArchiveException(
          "ambiguous: global PAX header with a path, size, sparse map or extended attribute");
    }
    return this;
  }

  private void parse(byte[] data, Limits limits) {
    for (int start = 0; start < data.length; ) {
      int space = start;
      long length = 0;
      while (space < data.length && TarNumbers.isDigit(data[space]) && length <= data.length) {
        length = length * 10 + (data[space] - '0');
        space++;
      }
      // No record without a digit, a space and a newline: each takes us forward.
      if (space == start || length > data.length - start || length < space - start + 2) {
        throw malformed("length");
      }
      int end = start + (int) length - 1;
      if (data[space] != ' ' || data[end] != '\n') {
        throw malformed("length");
      }
      parseRecord(data, space + 1, end, limits);
      start = end + 1;
    }
  }

  private void parseRecord(byte[] data, int start, int end, Limits limits) {
    int equals = start;
    while (equals < end && data[equals] != '=') {
      if (data[equals] == 0) {
        throw malformed("key");
      }
      equals++;
    }
    if (equals == start || equals >= end) {
      throw malformed("key");
    }
    // A key needs to be text only to be compared: each byte is one character.
    String key = new String(data, start, equals - start, StandardCharsets.ISO_8859_1);
    put(key, data, equals + 1, end, limits);
  }

  private void put(String key, byte[] data, int start, int end, Limits limits) {
    switch (key) {
      case "path" -> path = name(data, start, end);
      case "linkpath" -> linkPath = name(data, start, end);
      case "size" -> size = number(data, start, end, "PAX size");
      case "uid" -> uid = number(data, start, end, "PAX uid");
      case "gid" -> gid = number(data, start, end, "PAX gid");
      case "mtime" -> modifiedNanos = start == end ? null : TarNumbers.time(data, start, end);
      case "SUN.holesdata" ->
          throw new InvalidArchiveException("sparse file of Solaris, which is not supported");
      default -> putPrefixed(key, data, start, end, limits);
    }
  }

  private static byte @Nullable [] name(byte[] data, int start, int end) {
    for (int i = start; i < end; i++) {
      if (data[i] == 0) {
        throw new InvalidArchiveException("NUL in a path of the PAX header");
      }
    }
    return start == end ? null : Arrays.copyOfRange(data, start, end);
  }

  private static @Nullable Long number(byte[] data, int start, int end, String what) {
    return start == end ? null : TarNumbers.decimal(data, start, end, what);
  }

  private void putPrefixed(String key, byte[] data, int start, int end, Limits limits) {
    if (!key.startsWith(SCHILY) && !key.startsWith(LIBARCHIVE) && !key.startsWith(SPARSE)) {
      return;
    }
    byte[] value = Arrays.copyOfRange(data, start, end);
    if (key.startsWith(SCHILY)) {
      filter().addSchily(suffix(key, SCHILY), value);
    } else if (key.startsWith(LIBARCHIVE)) {
      filter().addLibarchive(unescape(suffix(key, LIBARCHIVE)), base64(value));
    } else {
      if (sparse == null) {
        sparse = new SparseRecords(limits);
      }
      sparse.put(key.substring(SPARSE.length()), value);
    }
  }

  private XattrFilter filter() {
    if (xattrs == null) {
      xattrs = new XattrFilter();
    }
    return xattrs;
  }

  private static byte[] suffix(String key, String prefix) {
    return key.substring(prefix.length()).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Resolves the {@code %XX} of a name as libarchive writes it. */
  private static byte[] unescape(byte[] name) {
    byte[] result = new byte[name.length];
    int length = 0;
    for (int i = 0; i < name.length; i++) {
      int high = name[i] == '%' && i + 2 < name.length ? Character.digit(name[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(name[i + 2], 16) : -1;
      if (low > 0 || (low == 0 && high > 0)) {
        result[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        result[length++] = name[i];
      }
    }
    return Arrays.copyOf(result, length);
  }

  private static byte[] base64(byte[] value) {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidArchiveException("extended attribute (xattr) that is no base64", e);
    }
  }

  private static InvalidArchiveException malformed(String part) {
    return new InvalidArchiveException("malformed PAX header: a record without a valid " + part);
  }

  byte @Nullable [] path() {
    return path;
  }

  byte @Nullable [] linkPath() {
    return linkPath;
  }

  @Nullable Long size() {
    return size;
  }

  @Nullable Long uid() {
    return uid;
  }

  @Nullable Long gid() {
    return gid;
  }

  @Nullable Long modifiedNanos() {
    return modifiedNanos;
  }

  Map<String, byte[]> xattrs() {
    return xattrs == null ? Map.of() : xattrs.result();
  }

  @Nullable SparseRecords sparse() {
    return sparse;
  }
}
