package dev.lamina.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets a store believe that the machine has been started again since it was written to. */
public final class Reboot {
  private Reboot() {}

  /** Does it to the store in a directory, which nobody has open. */
  public static void of(Path root) throws IOException {
    Path mark = root.resolve("catalog/unforced");
    if (Files.exists(mark)) {
      String text = Files.readString(mark, StandardCharsets.ISO_8859_1);
      Files.writeString(
          mark, text.replaceFirst("(?m)^boot .*$", "boot before"), StandardCharsets.ISO_8859_1);
    }
  }
}
