package dev.lamina.fuzz;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.internal.compress.CheckpointFile;
import dev.lamina.internal.layer.LayerIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The store's own files about a layer, damaged: its index and its checkpoints. */
public final class DerivedFilesFuzz {
  private static final int INDEX_CRC = 92;
  private static final int CHECKPOINTS_CRC = 44;
  private static final Path FILE =
      Jimfs.newFileSystem(Configuration.unix()).getPath("/").resolve("file");

  private DerivedFilesFuzz() {}

  /** Opens a file as either, also as if its header's checksum were right. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    open(data);
    open(checked(data, INDEX_CRC));
    open(checked(data, CHECKPOINTS_CRC));
  }

  private static byte[] checked(byte[] data, int length) {
    byte[] bytes = data.clone();
    if (bytes.length >= length + Integer.BYTES) {
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, length);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(length, (int) crc.getValue());
    }
    return bytes;
  }

  private static void open(byte[] data) throws IOException {
    Path unused = Files.write(FILE, data);
    Refusals.orNull(() -> LayerIndex.open(FILE));
    Refusals.orNull(() -> CheckpointFile.open(FILE));
  }
}
