package dev.lamina.spi;

import java.io.IOException;
import java.nio.file.Path;

/** Where a storage can mount something, if it needs to. */
@FunctionalInterface
public interface MountPlace {
  /**
   * Returns an empty directory, of the mount's own. The engine deletes it when the mount is closed,
   * or gives it to another mount, if the tree was shown at this directory itself: that is then
   * empty again. If this process is killed, another one takes away what is mounted there, by {@link
   * StorageDriver#release}, and deletes it.
   */
  Path directory() throws IOException;
}
