package dev.lamina.internal.archive;

import dev.lamina.internal.layer.NodeWriter;
import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a file tree as one tar, as {@code docker export} does: sorted by path, without the root,
 * and each further name of a file as a hard link to its first one.
 */
public final class TreeExport {
  private TreeExport() {}

  /** Writes a tree to a stream that the caller closes. */
  public static void write(LayerTree tree, OutputStream out) throws IOException {
    LayerTarWriter tar = new LayerTarWriter(out);
    NodeWriter.writeAll(tree, tar);
    tar.finish();
  }
}
