package dev.lamina.faults;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A directory of a file system in memory. */
final class MemoryPlot implements Plot {
  private FileSystem memory;
  private FileTree copied;

  private MemoryPlot(FileTree files) throws IOException {
    plant(files);
  }

  /** Makes a directory with some files. */
  static MemoryPlot of(FileTree files) throws IOException {
    return new MemoryPlot(files);
  }

  private void plant(FileTree files) throws IOException {
    memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build());
    files.writeTo(Files.createDirectory(root()));
  }

  @Override
  public Path root() {
    return memory.getPath("/store");
  }

  @Override
  public Plot copy() throws IOException {
    if (copied == null) {
      copied = FileTree.of(root());
    }
    return of(copied);
  }

  @Override
  public void change(UnaryOperator<FileTree> files) throws IOException {
    FileTree changed = files.apply(FileTree.of(root()));
    close();
    plant(changed);
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
