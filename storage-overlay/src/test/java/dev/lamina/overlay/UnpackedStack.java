package dev.lamina.overlay;

import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.contract.TarBuilder;
import dev.lamina.internal.layer.IndexedLayer;
import dev.lamina.internal.layer.LayerBytes;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.internal.layer.TarLayer;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Layers in memory, unpacked below a directory when they are asked for. */
final class UnpackedStack implements LayerStack {
  private static final Executor THREADS = task -> new Thread(task).start();

  private final List<LayerSource> layers;
  private final Path directory;
  private final Marks marks;

  UnpackedStack(List<LayerSource> layers, Path directory, Marks marks) {
    this.layers = layers.stream().map(UnpackedStack::unclosed).toList();
    this.directory = directory;
    this.marks = marks;
  }

  /** Makes a stack of tars, from the base to the top. */
  static UnpackedStack of(Path directory, Marks marks, TarBuilder... tars) throws IOException {
    List<LayerSource> layers = new ArrayList<>();
    for (TarBuilder tar : tars) {
      layers.add(TarLayer.of(tar.build(), directory.resolve("index" + layers.size())));
    }
    return new UnpackedStack(layers, directory, marks);
  }

  private static LayerSource unclosed(LayerSource layer) {
    LayerBytes bytes =
        new LayerBytes() {
          @Override
          public int read(long position, ByteBuffer target) throws IOException {
            return layer.bytes().read(position, target);
          }

          @Override
          public void close() {}
        };
    return new LayerSource(layer.diffId(), layer.index(), bytes);
  }

  @Override
  public List<Digest> diffIds() {
    return layers.stream().map(LayerSource::diffId).toList();
  }

  @Override
  public LayerTree tree() {
    return new MergedTree(layers);
  }

  @Override
  public Path directory(int layer) throws IOException {
    Path unpacked = directory.resolve(layers.get(layer).diffId().hex());
    if (Files.notExists(unpacked)) {
      EntryMaker.makeDirectory(unpacked);
      try (IndexedLayer content = new IndexedLayer(layers.get(layer), THREADS)) {
        LayerDirectory.unpack(content, unpacked, marks, Durability.FAST);
      }
    }
    return unpacked;
  }
}
