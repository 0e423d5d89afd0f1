package dev.lamina.faults;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A directory in which a store is tried, and which is gone when it is closed. */
public interface Plot extends Closeable {
  /** Returns the store's directory; files beside it are the plot's, too. */
  Path root();

  /** Returns another one with the same files, which do not change any more here. */
  Plot copy() throws IOException;

  /** Has other files in the directory. */
  void change(UnaryOperator<FileTree> files) throws IOException;
}
