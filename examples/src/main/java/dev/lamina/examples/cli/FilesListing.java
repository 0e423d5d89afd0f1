package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lists what files are: type, mode, user, group, size, time in whole seconds, path and target, with
 * tabs between them. A directory has no size, a time before 1970 is 0, and a line feed in a name is
 * {@code \n}.
 */
final class FilesListing implements TreeListing {
  private final OutputStream out;

  FilesListing(OutputStream out) {
    this.out = out;
  }

  @Override
  public void add(TreeEntry entry) throws IOException {
    if (entry.name().length == 0) {
      return;
    }
    Line line =
        new Line()
            .add(entry.type())
            .add("\t")
            .add(Integer.toOctalString(entry.permissions()))
            .add("\t")
            .add(entry.uid())
            .add("\t")
            .add(entry.gid())
            .add("\t")
            .add(entry.type() == 'd' ? 0 : entry.size())
            .add("\t")
            .add(engineTime(entry.modified()))
            .add("\t")
            .addName(entry.name(), FilesListing::escape)
            .add("\t");
    if (entry.type() == 'l') {
      line.addName(entry.target(), FilesListing::escape);
    }
    line.writeTo(out);
  }

  /** Engines give a file from before 1970 the time 0 when they unpack it; the store does not. */
  private static long engineTime(Instant modified) {
    return Math.max(0, modified.getEpochSecond());
  }

  private static @Nullable String escape(int b) {
    return b == '\n' ? "\\n" : null;
  }
}
