package dev.lamina.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A directory of a real file system.
 *
 * @param ground where it is
 * @param root the store's directory
 */
record DiskPlot(DiskGround ground, Path root) implements Plot {
  /** With owners, devices and extended attributes, for which Java has no words. */
  @Override
  public Plot copy() throws IOException {
    Plot copy = ground.plot();
    Process process =
        new ProcessBuilder("cp", "-a", root + "/.", copy.root().toString()).inheritIO().start();
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException("cannot copy " + root + ": cp has ended with " + status);
    }
    return copy;
  }

  @Override
  public void change(UnaryOperator<FileTree> files) throws IOException {
    FileTree before = FileTree.of(root);
    FileTree after = files.apply(before);
    for (String name : before.files().keySet()) {
      if (!after.files().containsKey(name)) {
        Files.delete(root.resolve(name));
      }
    }
    for (String name : new TreeMap<>(before.directories()).descendingKeySet()) {
      if (!after.directories().containsKey(name)) {
        Files.delete(root.resolve(name));
      }
    }
    for (String name : after.directories().keySet()) {
      Files.createDirectories(root.resolve(name));
    }
    for (String name : after.files().keySet()) {
      if (!Arrays.equals(before.files().get(name), after.files().get(name))) {
        Files.write(root.resolve(name), after.files().get(name));
      }
    }
  }

  @Override
  public void close() throws IOException {
    ground.delete(root.getParent());
  }
}
