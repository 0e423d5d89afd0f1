package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;

/** How far a write has to get before it counts: to the medium, or only to the operating system. */
public enum Fsync {
  /** What was written survives a power failure. */
  FULL,
  /** What was written survives the process, but perhaps not a power failure. */
  FAST;

  /** Makes what was written to a file durable. */
  public void file(FileChannel channel) throws IOException {
    if (this == FULL) {
      channel.force(true);
    }
  }

  /** Begins to make a file durable while it is written. */
  public ForcedAhead ahead(FileChannel channel, Executor executor) {
    return new ForcedAhead(channel, executor, this == FULL ? ForcedAhead.STEP : Long.MAX_VALUE);
  }

  /** Makes the names in a directory durable, where the platform can. */
  public void directory(Path directory) throws IOException {
    if (this == FULL && isForceable(directory)) {
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
