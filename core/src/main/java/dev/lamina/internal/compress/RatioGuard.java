package dev.lamina.internal.compress;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.io.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** What is unpacked, as long as it is not out of all proportion to what is packed. */
public final class RatioGuard extends BulkInput {
  /** Up to here every ratio will do: 100 MiB, since small things are often packed well. */
  private static final long FREE = 100L << 20;

  private final InputStream unpacked;
  private final LongSupplier packed;
  private final int ratio;
  private long count;

  /**
   * Makes a guard.
   *
   * @param packed tells how many packed bytes were read so far
   */
  public RatioGuard(InputStream unpacked, LongSupplier packed, Limits limits) {
    this.unpacked = unpacked;
    this.packed = packed;
    this.ratio = Math.max(1, limits.compressionRatio());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = unpacked.read(target, offset, length);
    count += Math.max(read, 0);
    if (count > FREE && count / ratio > packed.getAsLong()) {
      throw new InvalidArchiveException(
          "unpacks to more than %d times its size; raise the limit with Limits.compressionRatio"
              .formatted(ratio));
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return unpacked.available();
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
  }
}
