package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Makes files of a layer's entries, sorted by path. Not safe for use by several threads. */
final class EntrySink implements LayerSink, Closeable {
  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(LayerEntry.HardLink link, EntryAttributes attributes) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
