package dev.lamina.faults;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.StreamSupport;

/** The paths in a directory of a {@link FaultyFileSystem}. */
final class FaultyListing implements DirectoryStream<Path> {
  private final DirectoryStream<Path> delegate;
  private final FaultyFileSystem fileSystem;

  FaultyListing(DirectoryStream<Path> delegate, FaultyFileSystem fileSystem, Path directory) {
    this.delegate = delegate;
    this.fileSystem = fileSystem;
    fileSystem.opened(delegate, directory);
  }

  @Override
  public Iterator<Path> iterator() {
    return StreamSupport.stream(delegate.spliterator(), false).map(fileSystem::wrap).iterator();
  }

  @Override
  public void close() throws IOException {
    fileSystem.closed(delegate);
    delegate.close();
  }
}
