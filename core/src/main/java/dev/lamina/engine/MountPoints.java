package dev.lamina.engine;

import dev.lamina.spi.MountOptions;
import java.io.IOException;

/** Mounts at the directory that was asked for, which is made first if it is missing. */
final class MountPoints {
  private MountPoints() {}

  /** Opens something that is mounted. */
  @FunctionalInterface
  interface Opening<T> {
    T open(MountOptions options) throws IOException;
  }

  /** Opens a mount; the directory goes again if it was made for nothing. */
  static <T> T open(MountOptions options, Opening<T> opening) throws IOException {
    if (options.at().isEmpty()) {
      return opening.open(options);
    }
    HostDirectories directories = new HostDirectories();
    try {
      return opening.open(options.at(directories.makeMountPoint(options.at().get())));
    } catch (IOException | RuntimeException e) {
      directories.removeAfter(e);
      throw e;
    }
  }
}
