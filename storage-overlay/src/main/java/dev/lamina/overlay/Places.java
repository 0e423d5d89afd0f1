package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Writes what a stack has beside its layers. */
final class Places implements LayerSink {
  private final EntrySink sink;
  private boolean hasAny;

  private Places(EntrySink sink) {
    this.sink = sink;
  }

  /**
   * Writes what a stack has beside its layers into a directory, for a mount to have it as one more
   * lower directory. It is whole when this returns, and not before.
   *
   * @param directory an empty directory that only its owner can enter
   * @return whether there is anything
   */
  static boolean write(LayerStack stack, Path directory, Marks marks) throws IOException {
    try (EntrySink sink = EntrySink.into(directory, marks)) {
      Places places = new Places(sink);
      stack.writeAdditions(places);
      return places.hasAny;
    }
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    hasAny = true;
    sink.add(file, content);
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    hasAny = true;
    sink.add(link, attributes);
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    hasAny = true;
    sink.add(entry);
  }
}
