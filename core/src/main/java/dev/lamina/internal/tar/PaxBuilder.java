package dev.lamina.internal.tar;

import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records of a PAX header that is to be written: what its member's ustar header cannot say. */
final class PaxBuilder {
  private static final String SCHILY = "SCHILY.xattr.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";

  private final SortedMap<String, byte[]> records = new TreeMap<>();

  void put(String key, byte[] value) {
    records.put(key, value);
  }

  void put(String key, String value) {
    records.put(key, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds an extended attribute. A key ends at its first {@code =}: such a name needs escaping. */
  void putXattr(String name, byte[] value) {
    if (name.contains("=")) {
      String escaped = name.replace("%", "%25").replace("=", "%3D");
      records.put(LIBARCHIVE + escaped, Base64.getEncoder().encode(value));
    } else {
      records.put(SCHILY + name, value);
    }
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Returns the records, sorted by key. */
  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach((key, value) -> append(out, ByteNames.encode(" " + key + "="), value));
    return out.toByteArray();
  }

  private static void append(ByteArrayOutputStream out, byte[] key, byte[] value) {
    int length = key.length + value.length + 1;
    out.writeBytes(Integer.toString(total(length)).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(key);
    out.writeBytes(value);
    out.write('\n');
  }

  /** A record begins with its length, in which the digits of that length count. */
  private static int total(int length) {
    int total = length + 1;
    while (Integer.toString(total).length() + length != total) {
      total++;
    }
    return total;
  }
}
