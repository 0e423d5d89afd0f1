package dev.lamina.spi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names are bytes; Java's texts are not. A name is read as UTF-8, and each byte that is not part of
 * well-formed UTF-8 becomes one unpaired surrogate, {@code U+DC80} to {@code U+DCFF} (as Python's
 * {@code surrogateescape} does, PEP 383): every name survives the way to a {@code String} and back.
 */
public final class ByteNames {
  private static final int ESCAPE = 0xDC00;
  private static final int REPLACEMENT = 0xFFFD;

  private ByteNames() {}

  /** Returns the text of a name. */
  public static String decode(byte[] name) {
    // Java's own way is quick from the first call on, while this class is not compiled yet.
    String text = new String(name, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeEach(name);
  }

  private static String decodeEach(byte[] name) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /**
   * Returns the name that a text stands for.
   *
   * @throws IllegalArgumentException if the text has an unpaired surrogate that stands for no byte
   */
  public static byte[] encode(String text) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    return new String(name, StandardCharsets.UTF_8).equals(text) ? name : encodeEach(text);
  }

  private static byte[] encodeEach(String text) {
    byte[] bytes = new byte[text.length() * 3];
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
      } else if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF) {
        bytes[length++] = (byte) c;
      } else if (c >= 0xD800 && c <= 0xDFFF) {
        throw new IllegalArgumentException("unpaired surrogate in name");
      } else if (c < 0x10000) {
        bytes[length++] = (byte) (0xE0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
      } else {
        bytes[length++] = (byte) (0xF0 | (c >> 18));
        bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Returns a name for a message: control characters and stray bytes as {@code \xNN}. */
  public static String escape(byte[] name) {
    return escape(decode(name));
  }

  /** Returns a text for a message: control characters and stray bytes as {@code \xNN}. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c <= 0xDFFF)) {
                out.append(String.format("\\x%02x", c & 0xff));
              } else if (Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
