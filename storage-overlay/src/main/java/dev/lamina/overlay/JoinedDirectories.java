package dev.lamina.overlay;

import dev.lamina.spi.EntryPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Tells which of the lower directories overlayfs joins at a path, as it finds out itself. */
final class JoinedDirectories {
  private final List<EntryPlaces> lowers;
  private final String opaque;
  private final Map<EntryPath, List<Integer>> known = new HashMap<>();

  /**
   * Looks into directories.
   *
   * @param lowers from the top to the base
   */
  JoinedDirectories(List<Path> lowers, Marks marks) {
    this.lowers = lowers.stream().map(EntryPlaces::new).toList();
    this.opaque = marks.opaque();
    known.put(EntryPath.ROOT, IntStream.range(0, lowers.size()).boxed().toList());
  }

  /** Returns which directories are one at a path, the topmost first; none if it is none there. */
  List<Integer> at(EntryPath path) throws IOException {
    List<Integer> joined = known.get(path);
    if (joined == null) {
      joined = find(path, at(path.parent()));
      known.put(path, joined);
    }
    return joined;
  }

  private List<Integer> find(EntryPath path, List<Integer> parents) throws IOException {
    List<Integer> joined = new ArrayList<>(1);
    for (int lower : parents) {
      Path place = lowers.get(lower).of(path);
      try {
        if (!isDirectory(place)) {
          break;
        }
        joined.add(lower);
        if (Posix.xattr(place, opaque) != null) {
          break;
        }
      } catch (NoSuchFileException e) {
        // The next may have it.
      }
    }
    return joined;
  }

  private static boolean isDirectory(Path place) throws IOException {
    return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isDirectory();
  }
}
