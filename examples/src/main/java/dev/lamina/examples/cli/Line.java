package dev.lamina.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A line of output in the making: bytes, as names of files are. */
final class Line {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

  /** Adds ASCII text. */
  Line add(Object text) {
    bytes.writeBytes(text.toString().getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** Adds a name as it is. */
  Line addName(byte[] name) {
    bytes.writeBytes(name);
    return this;
  }

  /**
   * Adds a name.
   *
   * @param escape says what stands for a byte, {@code null} for itself
   */
  Line addName(byte[] name, IntFunction<@Nullable String> escape) {
    for (byte b : name) {
      String escaped = escape.apply(b & 0xff);
      if (escaped == null) {
        bytes.write(b);
      } else {
        add(escaped);
      }
    }
    return this;
  }

  /** Writes the line and its end. */
  void writeTo(OutputStream out) throws IOException {
    bytes.write('\n');
    bytes.writeTo(out);
  }
}
