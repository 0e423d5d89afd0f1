package dev.lamina.testing;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mounting;
import dev.lamina.Reference;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.engine.ForwardingImageStore;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * An image store in memory, for tests: the same engine and virtual file system as {@link
 * VfsImageStore}, on a file system that is gone when the store is closed.
 */
public final class InMemoryImageStore extends ForwardingImageStore {
  private final FileSystem memory;
  private final OpenMounts mounts = new OpenMounts();

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
   * Makes an empty store in which all is the same whenever a test does the same: its clock begins
   * with {@link SampleImage#CREATED} and goes on by a second at each look, and what is random comes
   * from a seed.
   *
   * @return the store; the caller closes it
   */
  public static InMemoryImageStore reproducible() {
    return create(
        StoreOptions.defaults()
            .clock(TestClock.ticking(SampleImage.CREATED, Duration.ofSeconds(1)))
            .random(new Random(0)));
  }

  /**
   * Makes an empty store. Times of images and events are those of the options' clock, for instance
   * a {@link TestClock}; IDs and made-up names of containers come from the options' randomness, for
   * instance {@code new Random(seed)}.
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
  public Mounting mount(String nameOrId) {
    return mounts.track(super.mount(nameOrId), nameOrId);
  }

  @Override
  public Mounting mount(Reference reference) {
    return mounts.track(super.mount(reference), reference.toString());
  }

  @Override
  public WritableMount mountContainer(String nameOrId) {
    return mounts.track(super.mountContainer(nameOrId), nameOrId);
  }

  @Override
  public WritableMount mountContainer(String nameOrId, Path directory) {
    return mounts.track(super.mountContainer(nameOrId, directory), nameOrId);
  }

  /**
   * Checks that every mount of this store has been closed.
   *
   * @throws AssertionError if one has not; its suppressed exceptions tell where it was opened
   */
  public void checkNoOpenMounts() {
    mounts.requireNone();
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
