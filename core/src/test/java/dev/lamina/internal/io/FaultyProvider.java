package dev.lamina.internal.io;

import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The calls of a {@link FaultyFileSystem}. */
final class FaultyProvider extends FileSystemProvider {
  private final FaultyFileSystem fileSystem;
  private final FileSystemProvider delegate;
  private final Faults faults;

  FaultyProvider(FaultyFileSystem fileSystem, FileSystemProvider delegate, Faults faults) {
    this.fileSystem = fileSystem;
    this.delegate = delegate;
    this.faults = faults;
  }

  private static Path unwrap(Path path) {
    return FaultyFileSystem.unwrap(path);
  }

  private void run(String name, Action action) throws IOException {
    faults.call(
        name,
        () -> {
          action.run();
          return true;
        });
  }

  /** A call without a result. */
  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  @Override
  public String getScheme() {
    return delegate.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.wrap(delegate.getPath(uri));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    List<FileChannel> opened = new ArrayList<>();
    try {
      return faults.call(
          "open " + path.getFileName() + " " + options,
          () -> {
            opened.add(delegate.newFileChannel(unwrap(path), options, attributes));
            return new FaultyChannel(opened.get(0), path.getFileName().toString(), faults);
          });
    } catch (IOException e) {
      for (FileChannel channel : opened) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return faults.call(
        "list " + dir.getFileName(),
        () -> {
          DirectoryStream<Path> stream =
              delegate.newDirectoryStream(
                  unwrap(dir), path -> filter.accept(fileSystem.wrap(path)));
          return new DirectoryStream<Path>() {
            @Override
            public Iterator<Path> iterator() {
              return StreamSupport.stream(stream.spliterator(), false)
                  .map(fileSystem::wrap)
                  .iterator();
            }

            @Override
            public void close() throws IOException {
              stream.close();
            }
          };
        });
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
    run(
        "create directory " + dir.getFileName(),
        () -> delegate.createDirectory(unwrap(dir), attributes));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    run(
        "create link " + link.getFileName(),
        () -> delegate.createSymbolicLink(unwrap(link), unwrap(target), attributes));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    run(
        "create link " + link.getFileName(),
        () -> delegate.createLink(unwrap(link), unwrap(existing)));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return fileSystem.wrap(delegate.readSymbolicLink(unwrap(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    run("delete " + path.getFileName(), () -> delegate.delete(unwrap(path)));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    run(
        "copy to " + target.getFileName(),
        () -> delegate.copy(unwrap(source), unwrap(target), options));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    run(
        "move to " + target.getFileName(),
        () -> delegate.move(unwrap(source), unwrap(target), options));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return delegate.isSameFile(unwrap(path), unwrap(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return delegate.isHidden(unwrap(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return delegate.getFileStore(unwrap(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    run("check " + path.getFileName(), () -> delegate.checkAccess(unwrap(path), modes));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return delegate.getFileAttributeView(unwrap(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return faults.call(
        "read attributes of " + path.getFileName(),
        () -> delegate.readAttributes(unwrap(path), type, options));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return faults.call(
        "read attributes of " + path.getFileName(),
        () -> delegate.readAttributes(unwrap(path), attributes, options));
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    run(
        "set attribute of " + path.getFileName(),
        () -> delegate.setAttribute(unwrap(path), attribute, value, options));
  }
}
