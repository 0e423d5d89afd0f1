package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names in a tar and what they are: files of some type, or links to other names of the same
 * tar, as {@code docker save} makes them for layers that images share.
 *
 * @param <F> what a file is
 */
final class ArchiveNames<F> {
  private static final int MAX_LINKS = 40;

  private final int most;
  private final Map<String, F> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  ArchiveNames(Limits limits) {
    this.most = limits.archiveMembers();
  }

  void file(EntryPath path, F file) {
    String name = claim(path);
    files.put(name, file);
  }

  void link(LayerEntry.HardLink link) {
    String name = claim(link.path());
    links.put(name, link.target().toString());
  }

  void link(LayerEntry.Symlink link) {
    String name = claim(link.path());
    links.put(name, resolve(link.path().parent(), ByteNames.decode(link.target())));
  }

  private String claim(EntryPath path) {
    String name = path.toString();
    files.remove(name);
    links.remove(name);
    if (files.size() + links.size() >= most) {
      throw new InvalidArchiveException(
          "archive member %s is beyond the limit of %s; raise it with Limits.archiveMembers"
              .formatted(ByteNames.escape(name), most));
    }
    return name;
  }

  /**
   * Returns where a symbolic link points to, inside the archive; the target as it is if outside.
   */
  private static String resolve(EntryPath directory, String target) {
    if (target.startsWith("/")) {
      return target;
    }
    String path = directory.toString();
    for (String name : target.split("/", -1)) {
      if (name.equals("..")) {
        if (path.isEmpty()) {
          return "../" + target;
        }
        int slash = path.lastIndexOf('/');
        path = slash < 0 ? "" : path.substring(0, slash);
      } else if (!name.isEmpty() && !name.equals(".")) {
        path = path.isEmpty() ? name : path + "/" + name;
      }
    }
    return path;
  }

  /**
   * Finds a file by the name that a document of the archive uses, through links.
   *
   * @throws InvalidArchiveException if links lead in a circle
   */
  Optional<F> find(String path) {
    String name = path.startsWith("./") ? path.substring(2) : path;
    for (int i = 0; i < MAX_LINKS; i++) {
      F file = files.get(name);
      if (file != null) {
        return Optional.of(file);
      }
      String target = links.get(name);
      if (target == null) {
        return Optional.empty();
      }
      name = target;
    }
    throw new InvalidArchiveException(
        "too many links from archive member " + ByteNames.escape(path));
  }

  /** Finds a file, or says that it is missing. */
  F get(String path) {
    return find(path)
        .orElseThrow(
            () ->
                new InvalidArchiveException(
                    links.containsKey(path)
                        ? "archive member %s is a link to %s, which is missing from the archive"
                            .formatted(
                                ByteNames.escape(path),
                                ByteNames.escape(links.getOrDefault(path, "")))
                        : "missing from the archive: " + ByteNames.escape(path)));
  }
}
