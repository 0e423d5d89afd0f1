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
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The half of the provider that works: checks paths and options, and asks the path's file system.
 * Whatever would change a file fails with {@link ReadOnlyFileSystemException}.
 */
final class UnionFileSystemProvider extends FileSystemProvider {
  static final UnionFileSystemProvider INSTANCE = new UnionFileSystemProvider();

  private UnionFileSystemProvider() {}

  private static UnionPath check(Path path) {
    Objects.requireNonNull(path, "path");
    if (!(path instanceof UnionPath checked)) {
      throw new ProviderMismatchException();
    }
    checked.getFileSystem().resources().checkOpen();
    return checked;
  }

  private static UnionView view(UnionPath path) {
    return path.getFileSystem().view();
  }

  private static ReadOnlyFileSystemException readOnly(Path path) {
    UnionPath unused = check(path);
    return new ReadOnlyFileSystemException();
  }

  @Override
  public String getScheme() {
    return UnionUris.SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    if (UnionUris.isOfImage(uri)) {
      return OpenImages.open(uri, env);
    }
    throw new UnsupportedOperationException(
        "a file system of this provider comes from a store: store.mount(image).readOnly()");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return UnionUris.fileSystem(uri);
  }

  @Override
  public Path getPath(URI uri) {
    return UnionUris.path(uri);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    UnionPath checked = check(path);
    return view(checked).openChannel(checked, OpenOptions.followsLinks(options));
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    UnionPath checked = check(path);
    return view(checked)
        .openInputStream(checked, OpenOptions.followsLinks(Set.copyOf(List.of(options))));
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) {
    throw readOnly(path);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    UnionPath checked = check(directory);
    return view(checked).openDirectory(checked, Objects.requireNonNull(filter, "filter"));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    UnionPath checked = check(link);
    return view(checked).readLink(checked);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    UnionPath a = check(path);
    if (a.equals(Objects.requireNonNull(other, "other"))) {
      return true;
    }
    return other instanceof UnionPath b
        && a.getFileSystem() == b.getFileSystem()
        && view(a).isSameFile(a, b);
  }

  @Override
  public boolean isHidden(Path path) {
    UnionPath name = check(path).getFileName();
    return name != null && name.bytes().length > 0 && name.bytes()[0] == '.';
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    UnionPath checked = check(path);
    view(checked).checkExists(checked, true);
    return checked.getFileSystem().fileStore();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    UnionPath checked = check(path);
    view(checked).checkAccess(checked, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    UnionPath checked = check(path);
    boolean follow = OpenOptions.followsLinks(options);
    if (type == BasicFileAttributeView.class) {
      return type.cast(new UnionAttributeView("basic", checked, follow));
    }
    if (type == PosixFileAttributeView.class) {
      return type.cast(new UnionAttributeView("posix", checked, follow));
    }
    if (type == FileOwnerAttributeView.class) {
      return type.cast(new UnionAttributeView("owner", checked, follow));
    }
    if (type == UserDefinedFileAttributeView.class) {
      return type.cast(XattrView.user(checked, follow));
    }
    Objects.requireNonNull(type, "type");
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    UnionPath checked = check(path);
    Objects.requireNonNull(type, "type");
    if (type != BasicFileAttributes.class && type != PosixFileAttributes.class) {
      throw new UnsupportedOperationException("unsupported attributes: " + type.getName());
    }
    return type.cast(view(checked).attributes(checked, OpenOptions.followsLinks(options)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    UnionPath checked = check(path);
    boolean follow = OpenOptions.followsLinks(options);
    String[] names = AttributeNames.names(attributes);
    return switch (AttributeNames.view(attributes)) {
      case AttributeNames.USER -> XattrView.user(checked, follow).readAll(names);
      case AttributeNames.XATTR -> XattrView.all(checked, follow).readAll(names);
      default -> AttributeNames.read(view(checked).attributes(checked, follow), attributes);
    };
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw readOnly(path);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) {
    throw readOnly(directory);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) {
    throw readOnly(link);
  }

  @Override
  public void createLink(Path link, Path existing) {
    throw readOnly(link);
  }

  @Override
  public void delete(Path path) {
    throw readOnly(path);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw readOnly(target);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw readOnly(target);
  }
}
