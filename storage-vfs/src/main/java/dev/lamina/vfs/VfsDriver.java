package dev.lamina.vfs;

import dev.lamina.Digest;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The storage that shows layers as a {@link UnionFileSystem}: nothing is unpacked. */
final class VfsDriver implements StorageDriver {
  /** The name of the storage. */
  static final String NAME = "vfs";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options)
      throws IOException {
    requireNoPlace(options);
    List<Digest> diffIds = stack.diffIds();
    return new FileSystemMount(
        UnionFileSystem.open(stack.tree(), diffIds, permissions(options), null));
  }

  private static void requireNoPlace(MountOptions options) {
    if (options.at().isPresent()) {
      throw new UnsupportedStorageException(
          "cannot mount at "
              + options.at().get()
              + ": the storage vfs shows images to this process only; use the overlay storage, or"
              + " export the files");
    }
  }

  private static Permissions permissions(MountOptions options) {
    return options.user().map(Permissions::of).orElse(Permissions.root());
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException {
    requireNoPlace(options);
    List<Digest> diffIds = stack.diffIds();
    UpperTree tree = open(stack.tree(), changes, options);
    FileStore space = Files.getFileStore(changes);
    return new WritableMount(
        UnionFileSystem.open(tree, diffIds, permissions(options), space), tree);
  }

  @Override
  public void receiveChanges(
      LayerStack stack, Path directory, MountOptions options, Changes changes) throws IOException {
    try (UpperTree tree = open(stack.tree(), directory, options)) {
      UpperFiller filler = new UpperFiller(tree);
      changes.writeTo(filler);
      filler.finish();
    }
  }

  private static UpperTree open(LayerTree below, Path changes, MountOptions options)
      throws IOException {
    try {
      return UpperTree.open(below, changes, options);
    } catch (IOException | RuntimeException e) {
      below.close();
      throw e;
    }
  }

  @Override
  public void verifyChanges(Path directory, Differences differences) throws IOException {
    UpperLog.verify(directory, differences);
  }

  @Override
  public void delete(Path changes) throws IOException {
    if (Files.notExists(changes)) {
      return;
    }
    Path unused =
        Files.walkFileTree(
            changes,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(
                  Path directory, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                  throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
              }
            });
  }

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return Map.of();
  }

  /** A mount that is a file system of its own, which can be changed. */
  private record WritableMount(UnionFileSystem fileSystem, UpperTree upper)
      implements WritableDriverMount {
    @Override
    public Path root() {
      return fileSystem.root();
    }

    @Override
    public LayerTree tree() {
      return new GuardedView(fileSystem.tree());
    }

    @Override
    public long writtenBytes() throws IOException {
      return fileSystem.tree().use(t -> upper.writtenBytes());
    }

    @Override
    public void force() throws IOException {
      Boolean unused =
          fileSystem
              .tree()
              .change(
                  t -> {
                    t.force();
                    return true;
                  });
    }

    @Override
    public void close() throws IOException {
      fileSystem.close();
    }
  }

  /** A mount that is a file system of its own. */
  private record FileSystemMount(UnionFileSystem fileSystem) implements DriverMount {
    @Override
    public Path root() {
      return fileSystem.root();
    }

    @Override
    public void close() throws IOException {
      fileSystem.close();
    }
  }
}
