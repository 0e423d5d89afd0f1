package dev.lamina.faults;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of a {@link FaultyFileSystem}. */
final class FaultyProvider extends FileSystemProvider {
  private final FaultyFileSystem fileSystem;
  private final FileSystemProvider delegate;
  private final Faults faults;
  private final Medium medium;

  FaultyProvider(FaultyFileSystem fileSystem, FileSystemProvider delegate, Medium medium) {
    this.fileSystem = fileSystem;
    this.delegate = delegate;
    this.faults = fileSystem.faults();
    this.medium = medium;
  }

  private static Path unwrap(Path path) {
    return FaultyFileSystem.unwrap(path);
  }

  private static Path absolute(Path path) {
    return unwrap(path).toAbsolutePath().normalize();
  }

  private void run(String verb, Path path, Action action) throws IOException {
    faults.call(
        Site.of(verb, path),
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
    return "file"; // With directories that can be forced.
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
          Site.of(isToWrite(options) ? "open to write" : "open", path),
          () -> {
            opened.add(open(unwrap(path), options, attributes));
            return new FaultyChannel(
                opened.get(0), fileSystem, told(absolute(path), options), path);
          });
    } catch (IOException e) {
      for (FileChannel channel : opened) {
        fileSystem.closed(channel);
        channel.close();
      }
      throw e;
    }
  }

  private FileChannel open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return options.equals(Set.of(StandardOpenOption.READ)) && Files.isDirectory(path)
        ? new DirectoryChannel()
        : delegate.newFileChannel(path, options, attributes);
  }

  private Medium.File told(Path path, Set<? extends OpenOption> options) {
    Medium.File file = medium.opened(path);
    if (isToWrite(options) && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      file.truncated(0);
    }
    return file;
  }

  private static boolean isToWrite(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
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
    List<DirectoryStream<Path>> opened = new ArrayList<>();
    try {
      return faults.call(
          Site.of("list", dir),
          () -> {
            opened.add(
                delegate.newDirectoryStream(
                    unwrap(dir), path -> filter.accept(fileSystem.wrap(path))));
            return new FaultyListing(opened.get(0), fileSystem, dir);
          });
    } catch (IOException e) {
      for (DirectoryStream<Path> stream : opened) {
        fileSystem.closed(stream);
        stream.close();
      }
      throw e;
    }
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
    run(
        "create directory",
        dir,
        () -> {
          delegate.createDirectory(unwrap(dir), attributes);
          medium.madeDirectory(absolute(dir));
        });
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    run(
        "create link",
        link,
        () -> delegate.createSymbolicLink(unwrap(link), unwrap(target), attributes));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    run(
        "create link",
        link,
        () -> {
          delegate.createLink(unwrap(link), unwrap(existing));
          medium.linked(absolute(link), absolute(existing));
        });
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return fileSystem.wrap(delegate.readSymbolicLink(unwrap(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    run(
        "delete",
        path,
        () -> {
          delegate.delete(unwrap(path));
          medium.deleted(absolute(path));
        });
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    run("copy to", target, () -> delegate.copy(unwrap(source), unwrap(target), options));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    run(
        "move to",
        target,
        () -> {
          delegate.move(unwrap(source), unwrap(target), options);
          medium.moved(absolute(source), absolute(target));
        });
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
    run("check", path, () -> delegate.checkAccess(unwrap(path), modes));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    V view = delegate.getFileAttributeView(unwrap(path), type, options);
    return view == null
        ? null
        : type.cast(
            Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                  Faults.Call<Object> call = () -> invoke(view, method, arguments);
                  return method.getName().startsWith("set")
                      ? faults.call(Site.of("set attribute of", path), call)
                      : call.run();
                }));
  }

  private static Object invoke(Object view, Method method, Object[] arguments) throws IOException {
    try {
      return method.invoke(view, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return faults.call(
        Site.of("read attributes of", path),
        () -> delegate.readAttributes(unwrap(path), type, options));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return faults.call(
        Site.of("read attributes of", path),
        () -> delegate.readAttributes(unwrap(path), attributes, options));
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    run(
        "set attribute of",
        path,
        () -> delegate.setAttribute(unwrap(path), attribute, value, options));
  }
}
