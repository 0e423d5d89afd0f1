package dev.lamina.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The half of the provider that the JDK finds, by the scheme {@code lamina}: users call {@link
 * Path} and {@link java.nio.file.FileSystems}. A URI has one of two forms.
 *
 * <p>{@code lamina://vfs1/etc/passwd} names a file of a mount that is open in this JVM. It is what
 * {@link Path#toUri} says of a path below {@code mount.root()}.
 *
 * <p>{@code lamina:///var/lib/store!ubuntu:latest!/etc/os-release} names a store, an image and a
 * file, and needs nothing that is open:
 *
 * <pre>
 * uri   = ( "lamina://" root / "lamina:" uri ) "!" image "!" path
 * root  = an absolute path of the default file system, as in a file URI: /var/lib/store, /C:/store
 * uri   = the URI of a directory of any file system: file:///var/lib/store, jimfs://memory/store
 * image = a name, or an ID, which may be shortened
 * path  = "/" or an absolute path
 * </pre>
 *
 * <p>The last two {@code !} separate the parts: a {@code !} in the path is written {@code %21}.
 * Image and path are percent-encoded UTF-8, or bytes that are not; {@code ?} is {@code %3F}, and
 * {@code #} is {@code %23}.
 *
 * <ul>
 *   <li>{@code FileSystems.newFileSystem(uri, Map.of())} opens the store and mounts the image
 *       read-only; closing the file system closes both. A setting {@code platform}, such as {@code
 *       linux/arm64} or a {@link dev.lamina.Platform}, chooses another platform of the image. With
 *       a class loader as the third argument, this jar need not be on the class or module path.
 *   <li>{@code FileSystems.getFileSystem(uri)} returns the one that is open for the store and
 *       image, by the text that names it.
 *   <li>{@code Path.of(uri)} gives a path of it; if none is open, one is opened. Whoever is done
 *       with it may say {@code path.getFileSystem().close()}. Else it stays open until the JVM
 *       ends: the image stays as it was when it was opened, and its layers stay in the store.
 *   <li>{@code path.toUri()} gives a URI of this form, for a path of such a file system.
 * </ul>
 */
public final class VfsFileSystemProvider extends FileSystemProvider {
  private final FileSystemProvider worker = UnionFileSystemProvider.INSTANCE;

  /** Makes the provider; the JDK does. */
  public VfsFileSystemProvider() {}

  @Override
  public String getScheme() {
    return worker.getScheme();
  }

  /**
   * Opens the store and mounts the image that a URI of the second form names.
   *
   * @param env may have a {@code platform}
   * @return the file system; the caller closes it, and with it the store
   * @throws java.nio.file.FileSystemAlreadyExistsException if one of the same store and image is
   *     open that came from a URI
   * @throws java.nio.file.NoSuchFileException if the store's directory is not there
   * @throws dev.lamina.ImageStoreException if it is no store of this storage, or has no such image
   * @throws IllegalArgumentException if the URI is malformed, or the environment has something else
   * @throws UnsupportedOperationException if the URI is of the first form
   */
  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    return worker.newFileSystem(uri, env);
  }

  /**
   * Returns the open file system that a URI names.
   *
   * @throws java.nio.file.FileSystemNotFoundException if there is none
   * @throws IllegalArgumentException if the URI is malformed
   */
  @Override
  public FileSystem getFileSystem(URI uri) {
    return worker.getFileSystem(uri);
  }

  /**
   * Returns the path that a URI names; one of the second form opens what it needs.
   *
   * @throws java.nio.file.FileSystemNotFoundException if no mount with the URI's id is open, or the
   *     image cannot be mounted
   * @throws IllegalArgumentException if the URI is malformed
   */
  @Override
  public Path getPath(URI uri) {
    return worker.getPath(uri);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return worker.newByteChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return worker.newFileChannel(path, options, attributes);
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return worker.newInputStream(path, options);
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    return worker.newOutputStream(path, options);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return worker.newDirectoryStream(directory, filter);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    worker.createDirectory(directory, attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    worker.createSymbolicLink(link, target, attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    worker.createLink(link, existing);
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return worker.readSymbolicLink(link);
  }

  @Override
  public void delete(Path path) throws IOException {
    worker.delete(path);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    worker.copy(source, target, options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    worker.move(source, target, options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return worker.isSameFile(path, other);
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return worker.isHidden(path);
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return worker.getFileStore(path);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    worker.checkAccess(path, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return worker.getFileAttributeView(path, type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return worker.readAttributes(path, type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return worker.readAttributes(path, attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    worker.setAttribute(path, attribute, value, options);
  }
}
