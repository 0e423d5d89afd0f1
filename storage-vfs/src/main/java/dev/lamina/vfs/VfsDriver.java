package dev.lamina.vfs;

import dev.lamina.Digest;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The storage that shows layers as a {@link UnionFileSystem}: nothing is unpacked. */
final class VfsDriver implements StorageDriver {
  /** The name of the storage. */
  static final String NAME = "vfs";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DriverMount mount(LayerStack stack, MountOptions options) throws IOException {
    List<Digest> diffIds = stack.diffIds();
    return new FileSystemMount(UnionFileSystem.open(stack.tree(), diffIds));
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options) {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public void deleteChanges(Path changes) throws IOException {
    throw new UnsupportedOperationException("not built yet");
  }

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return Map.of();
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
