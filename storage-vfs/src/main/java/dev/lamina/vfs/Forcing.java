package dev.lamina.vfs;

import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the names in a directory survive a power failure, where the platform can. */
final class Forcing {
  private Forcing() {}

  static void directory(Path directory) throws IOException {
    if (isForceable(directory)) {
      try (FileChannel channel = OpenFile.channel(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  // Windows and in-memory file systems do not open directories. Asking the path, and not catching
  // the refusal, keeps a real error from passing for one of them.
  private static boolean isForceable(Path directory) {
    return directory.getFileSystem().provider().getScheme().equals("file")
        && directory.getFileSystem().getSeparator().equals("/");
  }
}
