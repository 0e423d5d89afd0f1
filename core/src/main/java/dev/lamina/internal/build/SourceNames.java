package dev.lamina.internal.build;

import dev.lamina.spi.ByteNames;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells the bytes of names on any file system. The JDK reads those of the machine in the encoding
 * of its locale, and loses what that does not have; the URI of a path still has it.
 */
final class SourceNames {
  private SourceNames() {}

  /** Returns the bytes of a path: names with slashes between them. */
  static byte[] bytes(Path path) {
    String text = path.toString();
    boolean isPlain = text.chars().allMatch(c -> c < 0x80);
    if (!isPlain && path.getFileSystem().provider().getScheme().equals("file")) {
      return fromUri(path);
    }
    return ByteNames.encode(text.replace(path.getFileSystem().getSeparator(), "/"));
  }

  private static byte[] fromUri(Path path) {
    List<String> all = List.of(path.toUri().getRawPath().replaceFirst("/$", "").split("/"));
    String own = String.join("/", all.subList(all.size() - path.getNameCount(), all.size()));
    return decode((path.isAbsolute() ? "/" : "") + own);
  }

  private static byte[] decode(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        out.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.writeBytes(ByteNames.encode(text.substring(i, i + 1)));
      }
    }
    return out.toByteArray();
  }
}
