package dev.lamina.testing;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreOptions;
import dev.lamina.engine.ForwardingImageStore;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.file.FileSystem;

/**
 * An image store in memory, for tests: the same engine and virtual file system as {@link
 * VfsImageStore}, on a file system that is gone when the store is closed.
 */
public final class InMemoryImageStore extends ForwardingImageStore {
  private final FileSystem memory;

  private InMemoryImageStore(ImageStore store, FileSystem memory) {
    super(store);
    this.memory = memory;
  }

  /**
   * Makes an empty store, with the default options.
   *
   * @return the store; the caller closes it
   */
  public static InMemoryImageStore create() {
    return create(StoreOptions.defaults());
  }

  /**
   * Makes an empty store.
   *
   * @return the store; the caller closes it
   */
  public static InMemoryImageStore create(StoreOptions options) {
    FileSystem memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build());
    return new InMemoryImageStore(VfsImageStore.open(memory.getPath("/store"), options), memory);
  }

  @Override
  public void close() {
    super.close();
    try {
      memory.close();
    } catch (IOException e) {
      throw new ImageStoreException("the store's memory could not be released", e);
    }
  }
}
