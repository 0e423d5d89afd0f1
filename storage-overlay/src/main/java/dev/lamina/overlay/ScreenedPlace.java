package dev.lamina.overlay;

import dev.lamina.internal.io.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place to mount something at for a moment, in a directory of a store. It is in a file system of
 * its own: who deletes what a killed process has left stops there, and does not come to the store's
 * own files, which may be what is mounted. What is mounted there goes when it is closed.
 */
final class ScreenedPlace implements Closeable {
  private static final String NAME = "shifted";

  private final Posix.Handle parent;

  private ScreenedPlace(Posix.Handle parent) {
    this.parent = parent;
  }

  /**
   * Makes a place.
   *
   * @param directory where; something may be mounted over it meanwhile
   */
  static ScreenedPlace in(Path directory) throws IOException {
    ScreenedPlace place = new ScreenedPlace(Posix.openPath(directory));
    try {
      OwnerOnly.createDirectory(place.screen());
      byte[] options = "mode=700".getBytes(StandardCharsets.US_ASCII);
      Posix.mount(place.screen(), "lamina", "tmpfs", 0, options);
      OwnerOnly.createDirectory(place.path());
      return place;
    } catch (IOException e) {
      place.closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(IOException failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Path screen() {
    return parent.path().resolve(NAME);
  }

  /** Returns the path of the place, as long as it is open. */
  Path path() {
    return screen().resolve("copy");
  }

  @Override
  public void close() throws IOException {
    try {
      Posix.unmount(screen(), Posix.MNT_DETACH);
      Files.delete(screen());
    } finally {
      parent.close();
    }
  }
}
