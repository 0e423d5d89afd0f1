package dev.lamina.faults;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.StreamSupport;

/** The paths in a directory of a {@link FaultyFileSystem}. */
final class FaultyListing implements DirectoryStream<Path> {
  private final DirectoryStream<Path> delegate;
  private final FaultyFileSystem fileSystem;
  private final Path directory;

  FaultyListing(DirectoryStream<Path> delegate, FaultyFileSystem fileSystem, Path directory) {
    this.delegate = delegate;
    this.fileSystem = fileSystem;
    this.directory = directory;
    fileSystem.opened(delegate, directory);
  }

  @Override
  public Iterator<Path> iterator() {
    Iterator<Path> paths =
        StreamSupport.stream(delegate.spliterator(), false).map(fileSystem::wrap).iterator();
    return new Iterator<>() {
      private boolean isBegun;

      @Override
      public boolean hasNext() {
        if (!isBegun) {
          isBegun = true;
          read();
        }
        return paths.hasNext();
      }

      @Override
      public Path next() {
        return paths.next();
      }
    };
  }

  private void read() {
    try {
      fileSystem.faults().call(Site.of("read directory", directory), () -> true);
    } catch (IOException e) {
      throw new DirectoryIteratorException(e);
    }
  }

  @Override
  public void close() throws IOException {
    fileSystem.closed(delegate);
    delegate.close();
  }
}
