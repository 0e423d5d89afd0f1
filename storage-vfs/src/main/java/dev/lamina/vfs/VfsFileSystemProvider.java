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
 * The half of the provider that the JDK finds: {@code Path.of(uri)} of a URI such as {@code
 * lamina://vfs1/etc/passwd} gives a path of an image that is mounted in this JVM. Users need not
 * touch it. New file systems come from a store only.
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
   * Always fails.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    return worker.newFileSystem(uri, env);
  }

  /**
   * Returns the file system of an open mount.
   *
   * @throws java.nio.file.FileSystemNotFoundException if no open mount has the URI's id
   */
  @Override
  public FileSystem getFileSystem(URI uri) {
    return worker.getFileSystem(uri);
  }

  /**
   * Returns a path in an open mount.
   *
   * @throws java.nio.file.FileSystemNotFoundException if no open mount has the URI's id
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
