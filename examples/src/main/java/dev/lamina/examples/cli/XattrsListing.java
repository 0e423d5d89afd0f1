package dev.lamina.examples.cli;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists the extended attributes of the namespaces {@code user} and {@code security}, in the form of
 * {@code getfattr --dump --encoding=hex}.
 */
final class XattrsListing implements TreeListing {
  private final OutputStream out;

  XattrsListing(OutputStream out) {
    this.out = out;
  }

  @Override
  public void add(TreeEntry entry) throws IOException {
    add(entry.name(), entry.xattrs());
  }

  /** Writes down a file's attributes, if it has any of the two namespaces. */
  void add(byte[] name, Map<String, Object> xattrs) throws IOException {
    Map<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    xattrs.forEach(
        (key, value) -> {
          if (key.startsWith("user.") || key.startsWith("security.")) {
            sorted.put(ByteNames.encode(key), (byte[]) value);
          }
        });
    if (sorted.isEmpty()) {
      return;
    }
    Line line = new Line().add("# file: ");
    (name.length == 0 ? line.add(".") : line.addName(name, XattrsListing::escape)).writeTo(out);
    for (Map.Entry<byte[], byte[]> xattr : sorted.entrySet()) {
      new Line()
          .addName(xattr.getKey(), b -> b == '=' ? octal(b) : escape(b))
          .add("=0x")
          .add(HexFormat.of().formatHex(xattr.getValue()))
          .writeTo(out);
    }
    new Line().writeTo(out);
  }

  private static @Nullable String escape(int b) {
    return b == '\\' || b == '\n' || b == '\r' ? octal(b) : null;
  }

  private static String octal(int b) {
    return String.format("\\%03o", b);
  }
}
