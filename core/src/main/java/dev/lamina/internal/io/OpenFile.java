package dev.lamina.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Opens files whose errors name the file: those that the JDK opens say only what is wrong. */
public final class OpenFile {
  private OpenFile() {}

  /** Opens a file. */
  public static FileChannel channel(Path file, OpenOption... options) throws IOException {
    return channel(file, Set.of(options));
  }

  /** Opens a file, or creates it with some attributes. */
  public static FileChannel channel(
      Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new NamedChannel(file, FileChannel.open(file, options, attributes));
  }

  /** Makes a new, empty file, whose name nobody else has. */
  public static Path temporary(Path directory, String prefix, String suffix) throws IOException {
    String middle = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path file = directory.resolve(prefix + middle + suffix);
    OwnerOnly.createFile(file).close();
    return file;
  }

  /** Opens a file to be read from its beginning. */
  public static InputStream input(Path file) throws IOException {
    return Channels.newInputStream(channel(file, StandardOpenOption.READ));
  }

  /** Reads a file, which is small. */
  public static byte[] bytes(Path file) throws IOException {
    try (InputStream in = input(file)) {
      return in.readAllBytes();
    }
  }

  /** Returns an error with the file's name, unless it says more than the system's message. */
  public static IOException named(Path file, IOException e) {
    if (e.getClass() != IOException.class) {
      return e;
    }
    FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }
}
