package dev.lamina.engine;

import dev.lamina.IdMap;
import dev.lamina.spi.MountOptions;
import java.io.IOException;
import java.util.Optional;

/** Mounts at the directory that was asked for, which is made first if it is missing. */
final class MountPoints {
  private final Optional<IdMap> idMap;

  MountPoints(Optional<IdMap> idMap) {
    this.idMap = idMap;
  }

  /** Opens something that is mounted. */
  @FunctionalInterface
  interface Opening<T> {
    T open(MountOptions options) throws IOException;
  }

  /** Opens a mount; the directory goes again if it was made for nothing. */
  <T> T open(MountOptions options, Opening<T> opening) throws IOException {
    if (options.at().isEmpty()) {
      return opening.open(options);
    }
    HostDirectories directories = new HostDirectories(idMap);
    try {
      return opening.open(options.at(directories.makeMountPoint(options.at().get())));
    } catch (IOException | RuntimeException e) {
      directories.removeAfter(e);
      throw e;
    }
  }
}
