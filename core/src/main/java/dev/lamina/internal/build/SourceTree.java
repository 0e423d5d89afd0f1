package dev.lamina.internal.build;

import dev.lamina.spi.EntryPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a directory with all that is in it: what are names of one file stay so. */
final class SourceTree extends SimpleFileVisitor<Path> {
  private final EntryPath root;
  private final boolean ofImage;
  private final BiConsumer<EntryPath, DraftEntry> target;
  private final Deque<EntryPath> directories = new ArrayDeque<>();
  private final Map<Object, DraftEntry> shared = new HashMap<>();

  private SourceTree(EntryPath root, boolean ofImage, BiConsumer<EntryPath, DraftEntry> target) {
    this.root = root;
    this.ofImage = ofImage;
    this.target = target;
  }

  /**
   * Tells all entries of a tree.
   *
   * @param source a directory, or a symbolic link to one
   * @param ofImage whether it is one of an image
   * @param path where the directory is to be
   */
  static void read(
      Path source, boolean ofImage, EntryPath path, BiConsumer<EntryPath, DraftEntry> target)
      throws IOException {
    Path directory = Files.isSymbolicLink(source) ? source.toRealPath() : source;
    if (!SourceFile.read(directory, ofImage).isDirectory()) {
      throw new NotDirectoryException(source.toString());
    }
    Path unused = Files.walkFileTree(directory, new SourceTree(path, ofImage, target));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused)
      throws IOException {
    DraftAttributes attributes = SourceFile.read(directory, ofImage).attributes();
    EntryPath path = directories.isEmpty() ? root : path(directory);
    target.accept(
        path,
        directories.isEmpty() ? DraftEntry.target(attributes) : DraftEntry.directory(attributes));
    directories.push(path);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes unused) throws IOException {
    SourceFile source = SourceFile.read(file, ofImage);
    Optional<Object> key = source.sharedKey();
    DraftEntry known = key.map(shared::get).orElse(null);
    DraftEntry entry = known == null ? source.entry() : known;
    key.ifPresent(same -> shared.put(same, entry));
    target.accept(path(file), entry);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    EntryPath unused = directories.pop();
    return super.postVisitDirectory(directory, failure);
  }

  private EntryPath path(Path file) {
    Path name = file.getFileName();
    return DraftPaths.child(directories.element(), SourceNames.bytes(name == null ? file : name));
  }
}
