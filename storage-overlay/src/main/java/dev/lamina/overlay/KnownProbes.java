package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What was found to work, so that it is not tried for each store: it is the same for all
 * directories of a file system as long as the process lives. What does not work is tried again,
 * since somebody may have mended it.
 */
final class KnownProbes {
  /** Few, and not by their hash: a record's first takes a process longer than a search. */
  private static final List<Known> WORKING = new CopyOnWriteArrayList<>();

  private KnownProbes() {}

  /** An answer, and what it depends on. */
  private record Known(Object device, OverlayOptions options, OverlayProbe probe) {
    boolean isOf(Object otherDevice, OverlayOptions otherOptions) {
      return device.equals(otherDevice) && options.equals(otherOptions);
    }
  }

  /** Returns what works for a store in a directory. */
  static OverlayProbe of(Path root, OverlayOptions options) throws IOException {
    Path place = root.toAbsolutePath();
    while (place.getParent() != null && !Files.isDirectory(place)) {
      place = place.getParent();
    }
    if (!place.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return OverlayProbe.probe(root, options);
    }
    Object device = Files.getAttribute(place, "unix:dev");
    for (Known known : WORKING) {
      if (known.isOf(device, options)) {
        return known.probe();
      }
    }
    OverlayProbe probe = OverlayProbe.probe(root, options);
    if (probe.satisfies(options)) {
      WORKING.add(new Known(device, options, probe));
    }
    return probe;
  }
}
