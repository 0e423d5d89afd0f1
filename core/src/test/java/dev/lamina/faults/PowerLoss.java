package dev.lamina.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A medium that has what was forced, and of the rest what happens to be there when the power fails.
 * A file is forced without its name, and a directory with the names in it, but not with its own: so
 * POSIX has it. A new name instead of another is one change.
 */
final class PowerLoss implements Medium {
  private final Path root;
  private final Directory top = new Directory();
  private final List<NameChange> pending = new ArrayList<>();
  private final List<String> published = new ArrayList<>();

  /** Makes a medium that has some files below a root. */
  PowerLoss(Path root, FileTree tree) {
    this.root = root;
    tree.directories().keySet().forEach(name -> durable(root.resolve(name), new Directory()));
    tree.files().forEach((name, bytes) -> durable(root.resolve(name), new MediumFile(bytes)));
  }

  /** The names in a directory: those of the moment, and those on the medium. */
  private final class Directory implements File {
    final Map<String, File> live = new TreeMap<>();
    final Map<String, File> durable = new TreeMap<>();

    @Override
    public void forced() {
      force(this);
    }
  }

  /** A place for a name. */
  private record Slot(Directory directory, String name) {}

  /** That something gets a name, loses it, or both; null where it does not. */
  private record NameChange(File file, Slot from, Slot to) {
    boolean touches(Directory directory) {
      return (from != null && from.directory() == directory)
          || (to != null && to.directory() == directory);
    }

    void applyTo(Map<Directory, Map<String, File>> names) {
      if (from != null) {
        names(names, from).remove(from.name(), file);
      }
      if (to != null) {
        names(names, to).put(to.name(), file);
      }
    }

    private static Map<String, File> names(Map<Directory, Map<String, File>> names, Slot slot) {
      return names.computeIfAbsent(slot.directory(), d -> new TreeMap<>(d.durable));
    }
  }

  private void durable(Path path, File file) {
    Slot slot = slot(path);
    slot.directory().live.put(slot.name(), file);
    slot.directory().durable.put(slot.name(), file);
  }

  private Slot slot(Path path) {
    Path relative = root.relativize(path);
    Directory directory = top;
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      directory = (Directory) directory.live.get(relative.getName(i).toString());
    }
    return new Slot(directory, relative.getFileName().toString());
  }

  private File file(Path path) {
    Slot slot = slot(path);
    return slot.directory().live.get(slot.name());
  }

  private void change(File file, Slot from, Slot to) {
    if (from != null) {
      from.directory().live.remove(from.name());
    }
    if (to != null) {
      to.directory().live.put(to.name(), file);
    }
    pending.add(new NameChange(file, from, to));
  }

  private boolean isOutside(Path path) {
    return !path.startsWith(root);
  }

  @Override
  public File opened(Path path) {
    if (path.equals(root)) {
      return top;
    }
    if (isOutside(path)) {
      return File.INDIFFERENT;
    }
    if (file(path) == null) {
      change(new MediumFile(new byte[0]), null, slot(path));
    }
    return file(path);
  }

  @Override
  public void madeDirectory(Path path) {
    if (!isOutside(path) && !path.equals(root)) {
      change(new Directory(), null, slot(path));
    }
  }

  @Override
  public void linked(Path link, Path existing) {
    change(file(existing), null, slot(link));
  }

  @Override
  public void moved(Path from, Path to) {
    if (isOutside(from)) {
      return;
    }
    File file = file(from);
    if (file instanceof MediumFile moved && moved.isUnforceable()) {
      published.add(to.toString());
    }
    change(file, slot(from), slot(to));
  }

  @Override
  public void deleted(Path path) {
    if (!isOutside(path)) {
      change(file(path), slot(path), null);
    }
  }

  // A name that something has had before is forced first.
  private void force(Directory directory) {
    Set<File> touched = new HashSet<>();
    Map<Directory, Map<String, File>> names = new LinkedHashMap<>();
    List<NameChange> forced = new ArrayList<>();
    for (int i = pending.size() - 1; i >= 0; i--) {
      NameChange change = pending.get(i);
      if (change.touches(directory) || touched.contains(change.file())) {
        touched.add(change.file());
        forced.add(0, change);
      }
    }
    forced.forEach(change -> change.applyTo(names));
    pending.removeAll(forced);
    names.forEach(
        (changed, after) -> {
          changed.durable.clear();
          changed.durable.putAll(after);
        });
  }

  /** Returns what was given a name after it could not be forced. */
  List<String> published() {
    return List.copyOf(published);
  }

  /** Returns what is there after a power failure. */
  FileTree after(Loss loss, long seed) {
    Random random = new Random(seed);
    Map<Directory, Map<String, File>> names = new LinkedHashMap<>();
    loss.of(pending, random).forEach(change -> change.applyTo(names));
    Map<String, Boolean> directories = new TreeMap<>();
    Map<String, byte[]> files = new TreeMap<>();
    collect(
        "",
        top,
        names,
        (name, file) -> {
          if (file instanceof MediumFile contents) {
            files.put(name, contents.after(loss, random));
          } else {
            directories.put(name, true);
          }
        });
    return new FileTree(directories, files);
  }

  /** Is told each path that is there, and what it leads to. */
  private interface Collector {
    void found(String name, File file);
  }

  private static void collect(
      String prefix,
      Directory directory,
      Map<Directory, Map<String, File>> names,
      Collector collector) {
    names
        .getOrDefault(directory, directory.durable)
        .forEach(
            (name, file) -> {
              collector.found(prefix + name, file);
              if (file instanceof Directory inner) {
                collect(prefix + name + "/", inner, names, collector);
              }
            });
  }
}
