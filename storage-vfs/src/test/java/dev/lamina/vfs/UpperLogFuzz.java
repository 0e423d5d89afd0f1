package dev.lamina.vfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.Durability;
import dev.lamina.ImageStoreException;
import dev.lamina.spi.MountOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/** The log of what was changed in a mount, damaged, and with records that nobody wrote. */
public final class UpperLogFuzz {
  private static final Path DIRECTORY =
      Jimfs.newFileSystem(Configuration.unix()).getPath("/").resolve("changes");
  private static final MountOptions OPTIONS = MountOptions.of(Clock.systemUTC(), Durability.FAST);
  private static final byte[] HEADER = header();

  private UpperLogFuzz() {}

  /** Makes a log, to begin as one does. */
  private static byte[] header() {
    try {
      Path made = Files.createDirectories(DIRECTORY.resolveSibling("new"));
      open(made);
      return Arrays.copyOf(Files.readAllBytes(made.resolve("tree")), UpperLog.HEADER);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Opens a log of these bytes, and one of them as the records of one step. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    check(data);
    byte[] frame = data.length == 0 ? data : UpperFrame.of(data);
    check(ByteBuffer.allocate(HEADER.length + frame.length).put(HEADER).put(frame).array());
  }

  private static void check(byte[] log) throws IOException {
    Path unused = Files.createDirectories(DIRECTORY);
    unused = Files.write(DIRECTORY.resolve("tree"), log);
    try {
      open(DIRECTORY);
    } catch (ImageStoreException e) {
      // As documented.
    }
  }

  private static void open(Path directory) throws IOException {
    UpperTree.open(new FakeTree(), directory, OPTIONS).close(); // It is read when it is opened.
  }
}
