package dev.lamina.faults;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * Passes everything on to another file system, save for the calls that {@link Faults} lets go
 * wrong. Counted are those that open, read, write, truncate, force, lock or close a channel, and
 * those that list, create, move, delete, or read or change attributes. Forcing is not passed on,
 * but told to a {@link Medium}.
 */
public final class FaultyFileSystem extends FileSystem {
  private final FileSystem delegate;
  private final FaultyProvider provider;
  private final Faults faults;
  private final Map<Closeable, Path> open = new ConcurrentHashMap<>();

  private FaultyFileSystem(FileSystem delegate, Faults faults, Medium medium) {
    this.delegate = delegate;
    this.faults = faults;
    this.provider = new FaultyProvider(this, delegate.provider(), medium);
  }

  /** Returns the same path, on a file system with faults. */
  public static Path over(Path path, Faults faults) {
    return new FaultyFileSystem(path.getFileSystem(), faults, Medium.INDIFFERENT).wrap(path);
  }

  /**
   * Makes a call that Java has no word for, such as one of native code, as if it were one of the
   * file system's.
   *
   * @param verb what it does
   * @param path the file; if it is on no such file system, nothing goes wrong
   */
  public static <T> T call(String verb, Path path, Faults.Call<T> call) throws IOException {
    return path instanceof FaultyPath faulty
        ? faulty.fileSystem().faults().call(Site.of(verb, path), call)
        : call.run();
  }

  /** Makes a file system with faults that lets directories be forced, as POSIX systems do. */
  static FaultyFileSystem of(FileSystem delegate, Faults faults, Medium medium) {
    return new FaultyFileSystem(delegate, faults, medium);
  }

  Faults faults() {
    return faults;
  }

  void opened(Closeable file, Path path) {
    open.put(file, path);
  }

  void closed(Closeable file) {
    open.remove(file);
  }

  /** Returns what has been opened and not closed. */
  List<String> openFiles() {
    return open.values().stream().map(Path::toString).sorted().toList();
  }

  /** Ends the process that uses the file system: it has no effect any more, and no locks. */
  void die() throws IOException {
    faults.die();
    for (Closeable file : open.keySet()) {
      file.close();
    }
  }

  Path wrap(Path path) {
    return new FaultyPath(this, path);
  }

  static Path unwrap(Path path) {
    return path instanceof FaultyPath faulty ? faulty.delegate() : path;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return delegate.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return delegate.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return delegate.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return StreamSupport.stream(delegate.getRootDirectories().spliterator(), false)
        .map(this::wrap)
        .toList();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return delegate.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return delegate.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(delegate.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = delegate.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(unwrap(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return delegate.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }
}
