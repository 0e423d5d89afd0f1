package dev.lamina.internal.compress;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Hands bytes on as they are, and leaves its target open. */
final class PlainOutput extends FilterOutputStream {
  PlainOutput(OutputStream target) {
    super(target);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
