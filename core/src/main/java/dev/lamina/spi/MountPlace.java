package dev.lamina.spi;

import java.io.IOException;
import java.nio.file.Path;

/** Where a storage can mount something, if it needs to. */
@FunctionalInterface
public interface MountPlace {
  /**
   * Makes an empty directory, of the mount's own. The engine deletes it when the mount is closed.
   * If this process is killed, another one takes away what is mounted there, by {@link
   * StorageDriver#release}, and deletes it.
   */
  Path directory() throws IOException;
}
