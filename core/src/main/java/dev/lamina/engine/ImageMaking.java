package dev.lamina.engine;

import dev.lamina.Committing;
import dev.lamina.Importing;
import java.io.InputStream;
import java.nio.file.Path;

/** Begins to make images: of root file systems, and of containers. */
final class ImageMaking {
  @SuppressWarnings("unused")
  private final Parts parts;

  ImageMaking(Parts parts) {
    this.parts = parts;
  }

  Importing importRootfs(Path tar) {
    return Unfinished.verb();
  }

  Importing importRootfs(InputStream tar) {
    return Unfinished.verb();
  }

  Committing commit(String container) {
    return Unfinished.verb();
  }
}
