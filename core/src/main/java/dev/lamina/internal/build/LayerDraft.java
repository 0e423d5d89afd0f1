package dev.lamina.internal.build;

import dev.lamina.LayerContents;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Collects what a new layer is to hold, sorted by path. Of files that are copied it has attributes
 * only; their contents are read when the layer is written.
 */
public final class LayerDraft implements LayerContents {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  // What the kernel's device numbers hold: twelve bits and twenty.
  private static final int MAJOR_LIMIT = 0xFFF;
  private static final int MINOR_LIMIT = 0xFFFFF;

  /** What is kept of a layer's extended attributes; all others are a machine's own. */
  private static final Pattern XATTR = Pattern.compile("(user|security)\\.(?!overlay\\.).+");

  private final Predicate<Path> isOfImage;
  private final DraftEntries entries = new DraftEntries();
  private List<DraftEntry> last = List.of();
  private String first = "";
  private int told;

  /**
   * Begins a layer.
   *
   * @param isOfImage tells of files whether they are of an image, if their file system does not
   */
  public LayerDraft(Predicate<Path> isOfImage) {
    this.isOfImage = isOfImage;
  }

  @Override
  public LayerContents directory(String path) {
    return add(
        DraftPaths.directory(path), DraftEntry.directory(DraftAttributes.of(DIRECTORY_MODE)));
  }

  @Override
  public LayerContents file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public LayerContents file(String path, byte[] content) {
    byte[] copy = content.clone();
    return add(
        DraftPaths.file(path),
        DraftEntry.file(
            DraftAttributes.of(FILE_MODE), copy.length, () -> new ByteArrayInputStream(copy)));
  }

  @Override
  public LayerContents copy(Path source, String target) throws IOException {
    EntryPath path = DraftPaths.file(target);
    SourceFile file = SourceFile.read(source, isOfImage(source));
    if (file.isDirectory()) {
      throw new FileSystemException(
          ByteNames.escape(source.toString()), null, "is a directory: copy it by tree");
    }
    return add(path, file.entry());
  }

  @Override
  public LayerContents tree(Path source, String target) throws IOException {
    EntryPath root = DraftPaths.directory(target);
    List<DraftEntry> all = new ArrayList<>();
    SourceTree.read(
        source,
        isOfImage(source),
        root,
        (path, entry) -> {
          entries.put(path, entry);
          all.add(entry);
        });
    return told("ADD", root, all);
  }

  private boolean isOfImage(Path source) {
    return SourceFile.isOfImage(source) || isOfImage.test(source);
  }

  @Override
  public LayerContents symlink(String path, String target) {
    byte[] bytes = ByteNames.encode(target);
    if (bytes.length == 0 || target.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a symbolic link's target is not empty, and has no NUL: " + ByteNames.escape(target));
    }
    return add(
        DraftPaths.file(path), DraftEntry.symlink(DraftAttributes.of(DIRECTORY_MODE), bytes));
  }

  @Override
  public LayerContents hardLink(String path, String existing) {
    EntryPath target = DraftPaths.file(existing);
    DraftEntry entry =
        entries
            .get(target)
            .filter(file -> !file.isDirectory())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        DraftPaths.shown(target) + " is no file that was told before"));
    return add(DraftPaths.file(path), entry);
  }

  @Override
  public LayerContents characterDevice(String path, int major, int minor) {
    if (major == 0 && minor == 0) {
      throw new IllegalArgumentException(
          "a character device 0:0 would be taken for the removal of a file; no layer can hold it");
    }
    return device(path, false, major, minor);
  }

  @Override
  public LayerContents blockDevice(String path, int major, int minor) {
    return device(path, true, major, minor);
  }

  private LayerContents device(String path, boolean block, int major, int minor) {
    if (major < 0 || major > MAJOR_LIMIT || minor < 0 || minor > MINOR_LIMIT) {
      throw new IllegalArgumentException("device number out of range: " + major + ":" + minor);
    }
    DraftAttributes attributes = DraftAttributes.of(FILE_MODE);
    return add(DraftPaths.file(path), DraftEntry.device(attributes, block, major, minor));
  }

  @Override
  public LayerContents fifo(String path) {
    return add(DraftPaths.file(path), DraftEntry.fifo(DraftAttributes.of(FILE_MODE)));
  }

  private LayerContents add(EntryPath path, DraftEntry entry) {
    entries.put(path, entry);
    return told("ADD", path, List.of(entry));
  }

  @Override
  public LayerContents remove(String path) {
    EntryPath removed = DraftPaths.directory(path);
    entries.remove(removed);
    return told("REMOVE", removed, List.of());
  }

  @Override
  public LayerContents opaque(String path) {
    EntryPath emptied = DraftPaths.directory(path);
    entries.empty(emptied);
    return told("EMPTY", emptied, List.of());
  }

  private LayerContents told(String what, EntryPath path, List<DraftEntry> changed) {
    last = changed;
    first = told == 0 ? what + " " + DraftPaths.shown(path) : first;
    told++;
    return this;
  }

  @Override
  public LayerContents mode(int mode) {
    last().forEach(entry -> entry.setMode(mode));
    return this;
  }

  @Override
  public LayerContents owner(long uid, long gid) {
    return change(attributes -> attributes.withOwner(uid, gid));
  }

  @Override
  public LayerContents time(Instant time) {
    return change(attributes -> attributes.withTime(time));
  }

  @Override
  public LayerContents xattr(String name, byte[] value) {
    if (!XATTR.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "no layer can hold the extended attribute %s: its name begins neither with user. nor with"
                  .formatted(ByteNames.escape(name))
              + " security., or it is overlayfs's own");
    }
    return change(attributes -> attributes.withXattr(name, value));
  }

  private LayerContents change(UnaryOperator<DraftAttributes> change) {
    last().forEach(entry -> entry.change(change));
    return this;
  }

  private List<DraftEntry> last() {
    if (last.isEmpty()) {
      throw new IllegalStateException("there is no last entry that has attributes");
    }
    return last;
  }

  /** Returns what the history is to say of the layer: its first entry, and how many more. */
  public String description() {
    int more = told - 1;
    String rest = more < 1 ? "" : more == 1 ? " and 1 more" : " and " + more + " more";
    return told == 0 ? "ADD nothing" : first + rest;
  }

  /**
   * Writes the layer's entries, sorted by path.
   *
   * @param below what the layers below hold
   * @throws IOException if a source cannot be read or has changed, or what is below stands in the
   *     way
   */
  public void writeTo(LayerSink sink, LayerTree below, LayerTimes times) throws IOException {
    Placement.write(entries, below, times, sink);
  }
}
