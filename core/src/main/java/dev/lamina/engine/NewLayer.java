package dev.lamina.engine;

import dev.lamina.Compression;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.compress.Compressors;
import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.LayerSink;
import java.io.IOException;
import java.io.OutputStream;

/** Receives a layer into a store while its entries are written, with memory that has a bound. */
final class NewLayer {
  private NewLayer() {}

  /** Writes the entries of a layer. */
  @FunctionalInterface
  interface LayerWriting {
    /**
     * Writes all entries, sorted by path.
     *
     * @throws IOException if something cannot be read or written: there is no layer then
     */
    void writeTo(LayerSink sink) throws IOException;
  }

  /**
   * Returns the layer, staged. The entries are written by this thread.
   *
   * @throws IOException if the writing throws it, or nothing can be staged
   */
  static ReceivedBlob receive(
      Staging staging, Parts parts, Compression compression, LayerWriting writing)
      throws IOException {
    ReceivedBlob blob =
        staging.receiveLayer(out -> write(writing, parts, compression, out), parts.executor());
    ReceivedBlob.LayerContent unused = blob.layer();
    return blob;
  }

  private static void write(
      LayerWriting writing, Parts parts, Compression compression, OutputStream out)
      throws IOException {
    try (OutputStream packed = Compressors.open(compression, out, parts.executor())) {
      LayerTarWriter tar = new LayerTarWriter(packed);
      writing.writeTo(tar);
      tar.finish();
    }
  }
}
