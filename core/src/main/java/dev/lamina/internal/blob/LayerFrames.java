package dev.lamina.internal.blob;

import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.layer.LayerIndex;
import dev.lamina.internal.layer.TarFrame;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The files of layers' frames: a frame is mostly zeros and much alike, so it is deflated. */
final class LayerFrames {
  private static final int BUFFER = 64 * 1024;

  private LayerFrames() {}

  /** Writes the frame of a tar to a new file. */
  static void write(Path index, InputStream tar, Path frame) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream file = Channels.newOutputStream(OwnerOnly.createFile(frame));
        OutputStream out = new DeflaterOutputStream(file, deflater, BUFFER)) {
      new TarFrame(LayerIndex.open(index)).write(tar, out);
    } finally {
      deflater.end();
    }
  }

  /** Opens the tar of a frame and the files of its unpacked layer. */
  static InputStream openTar(Path frame, LayerIndex index, TarFrame.Files files)
      throws IOException {
    InputStream inflated = new InflaterInputStream(OpenFile.input(frame));
    return new TarFrame(index).tar(new BufferedInputStream(inflated, BUFFER), files);
  }
}
