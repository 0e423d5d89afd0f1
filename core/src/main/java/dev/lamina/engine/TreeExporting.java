package dev.lamina.engine;

import dev.lamina.Exporting;
import dev.lamina.internal.archive.TreeExport;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.layer.NodeWriter;
import dev.lamina.internal.unpack.LayerUnpacker;
import dev.lamina.internal.unpack.UnusualEntries;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where the files of a tree are to go.
 *
 * @param name what the tree is, for messages
 * @param source opens the tree
 * @param told called when all files are where they are to go
 */
record TreeExporting(String name, Source source, Runnable told) implements Exporting {
  /** Does something with a tree. */
  @FunctionalInterface
  interface Reading {
    void read(LayerTree tree) throws IOException;
  }

  /** Opens a tree, has it read, and closes it. */
  @FunctionalInterface
  interface Source {
    void read(Reading reading) throws IOException;
  }

  @Override
  public void to(Path file) {
    export(file.toString(), tree -> AtomicFile.export(file, out -> TreeExport.write(tree, out)));
  }

  @Override
  public void to(OutputStream out) {
    export("the stream", tree -> TreeExport.write(tree, out));
  }

  @Override
  public void toDirectory(Path directory) {
    export(
        directory.toString(),
        tree -> {
          try (LayerUnpacker unpacker =
              LayerUnpacker.into(directory, UnusualEntries.OF_WHOLE_TREES)) {
            NodeWriter.writeAll(tree, unpacker);
          }
        });
  }

  private void export(String target, Reading reading) {
    try {
      source.read(reading);
    } catch (IOException e) {
      throw Failures.of("cannot export " + name + " to " + target, e);
    }
    told.run();
  }
}
