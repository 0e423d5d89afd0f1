package dev.lamina.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The half of the provider that works: checks paths and options, and asks the path's file system.
 * In one that is read-only, whatever would change a file fails with {@link
 * java.nio.file.ReadOnlyFileSystemException}.
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
    return view(checked).changes().openChannel(checked, options, attributes);
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    UnionPath checked = check(path);
    OpenMode mode = OpenOptions.parse(new HashSet<>(List.of(options)));
    if (mode.write()) {
      view(checked).changes().checkWritable();
      throw new UnsupportedOperationException("a stream that reads cannot write");
    }
    return mode.deleteOnClose()
        ? Channels.newInputStream(view(checked).changes().openChannel(checked, mode, false))
        : view(checked).openInputStream(checked, mode.follow());
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    UnionPath checked = check(path);
    Set<OpenOption> all = new HashSet<>(List.of(options));
    if (all.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ not allowed");
    }
    if (all.isEmpty()) {
      all.add(StandardOpenOption.CREATE);
      all.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    all.add(StandardOpenOption.WRITE);
    // As in the JDK, interrupting a thread does not close a stream it writes to.
    return Channels.newOutputStream(
        view(checked).changes().openChannel(checked, OpenOptions.parse(all), false));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    UnionPath checked = check(directory);
    return view(checked).openDirectory(checked, checked, Objects.requireNonNull(filter, "filter"));
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
    return AttributeViews.of(view(checked), checked, type, follow, () -> {});
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
      case AttributeNames.USER ->
          XattrView.user(view(checked), checked, follow, () -> {}).readAll(names);
      case AttributeNames.XATTR -> XattrView.all(view(checked), checked, follow).readAll(names);
      default -> AttributeNames.read(view(checked).attributes(checked, follow), attributes);
    };
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    UnionPath checked = check(path);
    view(checked).changes().checkWritable();
    boolean follow = OpenOptions.followsLinks(options);
    String view = AttributeNames.view(attribute);
    String name = attribute.substring(attribute.indexOf(':') + 1);
    UnionView files = view(checked);
    switch (view) {
      case AttributeNames.USER ->
          XattrView.user(files, checked, follow, () -> {}).setAttribute(name, value);
      case AttributeNames.XATTR -> XattrView.all(files, checked, follow).setAttribute(name, value);
      default -> {
        AttributeNames.checkSettable(view, name);
        new UnionAttributeView(view, files, checked, follow, () -> {}).setAttribute(name, value);
      }
    }
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    UnionPath checked = check(directory);
    view(checked).changes().createDirectory(checked, attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    UnionPath checked = check(link);
    view(checked).changes().createSymbolicLink(checked, check(target), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    UnionPath checked = check(link);
    UnionPath file = check(existing);
    if (file.getFileSystem() != checked.getFileSystem()) {
      view(checked).changes().checkWritable();
      throw Failures.of(new ErrnoException(Errno.EXDEV), checked, file);
    }
    view(checked).changes().createLink(checked, file);
  }

  @Override
  public void delete(Path path) throws IOException {
    UnionPath checked = check(path);
    view(checked).changes().delete(checked);
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    UnionPath checked = check(path);
    return view(checked).changes().deleteIfExists(checked);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    CopyMove.copy(check(source), check(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    CopyMove.move(check(source), check(target), options);
  }
}
