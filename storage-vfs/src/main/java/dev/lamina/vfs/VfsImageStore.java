package dev.lamina.vfs;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.engine.ForwardingImageStore;
import dev.lamina.engine.ImageStores;
import java.nio.file.Path;

/**
 * An image store in pure Java, for any operating system and without privilege: a mounted image is a
 * {@code java.nio.file} tree over the packed layers, of which nothing is unpacked.
 *
 * <p>What a mounted tree has beyond the standard attribute views {@code basic}, {@code posix},
 * {@code owner} and {@code user} are the JDK's {@code unix} view (mode, uid, gid, ino, nlink, rdev,
 * …) and a view {@code layer}, which says what layer brought a file.
 *
 * <p>A URI names a file of an image by itself, {@code
 * lamina:///var/lib/store!ubuntu:latest!/etc/os-release}, for {@code Path.of(uri)} and {@code
 * FileSystems.newFileSystem(uri, env)}: see {@link VfsFileSystemProvider}.
 */
public final class VfsImageStore extends ForwardingImageStore {
  private VfsImageStore(ImageStore store) {
    super(store);
  }

  /**
   * Opens the store in a directory, with the default options. An empty or missing directory becomes
   * a store.
   *
   * @param root a directory of any {@code java.nio.file} provider
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if the directory is not empty and no store of this storage
   * @throws StoreLockedException if another process holds the store's lock too long
   * @throws ImageStoreException if the directory cannot be used
   */
  public static VfsImageStore open(Path root) {
    return open(root, StoreOptions.defaults());
  }

  /**
   * Opens the store in a directory; see {@link #open(Path)}.
   *
   * @return the store; the caller closes it
   */
  public static VfsImageStore open(Path root, StoreOptions options) {
    return new VfsImageStore(ImageStores.open(root, new VfsDriver(), options));
  }
}
