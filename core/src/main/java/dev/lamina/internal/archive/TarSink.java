package dev.lamina.internal.archive;

import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An archive that is a tar. */
final class TarSink implements ArchiveSink {
  private final LayerTarWriter tar;

  /** Makes a sink of a stream that the caller closes. */
  TarSink(OutputStream out) {
    this.tar = LayerTarWriter.ofRoot(out);
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    tar.add(entry);
  }

  @Override
  public void add(LayerEntry.File file, InputStream content) throws IOException {
    tar.add(file, content);
  }

  @Override
  public void finish() throws IOException {
    tar.finish();
  }
}
