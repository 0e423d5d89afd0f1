package dev.lamina.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Image archives and tables among the test resources. */
public final class Archives {
  private static final int BLOCK = 512;

  private Archives() {}

  /** Returns an archive that is kept packed, from beside a class. */
  public static byte[] unpacked(Class<?> beside, String resource) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(beside, resource)))) {
      return in.readAllBytes();
    }
  }

  /** Puts an archive into a directory, as a file of a name that no image has. */
  public static Path file(Path directory, byte[] archive) throws IOException {
    return Files.write(directory.resolve("archive.tar"), archive);
  }

  /** Unpacks the archive of a layout, which has files with short names only, into a directory. */
  public static Path layout(Path directory, byte[] archive) throws IOException {
    Path layout = directory.resolve("layout");
    int at = 0;
    while (archive[at] != 0) {
      Path file = layout.resolve(field(archive, at, 100)).normalize();
      int size = Integer.parseInt(field(archive, at + 124, 12), 8);
      at += BLOCK;
      if (!file.startsWith(layout)) {
        throw new IOException("out of the layout: " + file);
      }
      Files.createDirectories(file.getParent());
      Files.write(file, Arrays.copyOfRange(archive, at, at + size));
      at += (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return layout;
  }

  private static String field(byte[] archive, int offset, int length) {
    return new String(archive, offset, length, StandardCharsets.UTF_8).split("\0", 2)[0].strip();
  }

  /** Returns a text from beside a class. */
  public static String text(Class<?> beside, String resource) {
    return new String(bytes(beside, resource), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
