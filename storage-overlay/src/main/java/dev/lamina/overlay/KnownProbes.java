package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found to work, so that it is not tried for each store: it is the same for all
 * directories of a file system as long as the process lives. What does not work is tried again,
 * since somebody may have mended it.
 */
final class KnownProbes {
  private static final Map<Key, OverlayProbe> WORKING = new ConcurrentHashMap<>();

  private KnownProbes() {}

  /** What the answer depends on. */
  private record Key(Object device, OverlayOptions options) {}

  /** Returns what works for a store in a directory. */
  static OverlayProbe of(Path root, OverlayOptions options) throws IOException {
    Path place = root.toAbsolutePath();
    while (place.getParent() != null && !Files.isDirectory(place)) {
      place = place.getParent();
    }
    if (!place.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return OverlayProbe.probe(root, options);
    }
    Key key = new Key(Files.getAttribute(place, "unix:dev"), options);
    OverlayProbe known = WORKING.get(key);
    if (known != null) {
      return known;
    }
    OverlayProbe probe = OverlayProbe.probe(root, options);
    if (probe.satisfies(options)) {
      WORKING.put(key, probe);
    }
    return probe;
  }
}
