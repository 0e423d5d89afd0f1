package dev.lamina.engine;

import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.layer.NodeWriter;
import dev.lamina.internal.unpack.LayerUnpacker;
import dev.lamina.internal.unpack.UnusualEntries;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The simplest storage that all processes see, for tests: it copies trees into directories. What is
 * changed is gone when the mount is closed, and {@link WritableDriverMount#tree} does not show it.
 */
final class CopyingDriver implements StorageDriver {
  @Override
  public String name() {
    return "copies";
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options)
      throws IOException {
    Path root = options.at().isPresent() ? options.at().get() : place.directory();
    return new Copy(root, copy(stack, root));
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException {
    Path root = options.at().orElseGet(() -> changes.resolve("merged"));
    return new Copy(root, copy(stack, root));
  }

  private static LayerTree copy(LayerStack stack, Path root) throws IOException {
    LayerTree tree = stack.tree();
    try (LayerUnpacker unpacker = LayerUnpacker.into(root, UnusualEntries.OF_WHOLE_TREES)) {
      NodeWriter.writeAll(tree, unpacker);
    }
    return tree;
  }

  @Override
  public void delete(Path directory) throws IOException {
    FileTreeDeleter.delete(directory);
  }

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return Map.of();
  }

  private record Copy(Path root, LayerTree tree) implements WritableDriverMount {
    @Override
    public long writtenBytes() {
      return 0;
    }

    @Override
    public void force() {}

    @Override
    public void close() throws IOException {
      tree.close();
      if (Files.exists(root)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
          for (Path file : files) {
            FileTreeDeleter.delete(file);
          }
        }
      }
    }
  }
}
