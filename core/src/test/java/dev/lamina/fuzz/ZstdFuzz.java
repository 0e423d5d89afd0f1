package dev.lamina.fuzz;

import com.github.luben.zstd.ZstdInputStream;
import dev.lamina.internal.compress.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/** Zstd, as it is decoded here and by the reference decoder: byte for byte. */
public final class ZstdFuzz {
  private static final int MOST = 4 << 20;

  private ZstdFuzz() {}

  /** Decodes a stream of frames. */
  public static void fuzzerTestOneInput(byte[] data) {
    byte[] ours =
        Refusals.orNull(() -> new ZstdInput(new ByteArrayInputStream(data)).readNBytes(MOST));
    byte[] theirs = theirs(data);
    if (ours != null && theirs == null) {
      throw new AssertionError("the reference refuses it");
    }
    if (ours != null && !Arrays.equals(ours, theirs)) {
      throw new AssertionError("other bytes than the reference's");
    }
  }

  private static byte[] theirs(byte[] data) {
    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(data))) {
      return in.readNBytes(MOST);
    } catch (IOException e) {
      return null;
    }
  }
}
