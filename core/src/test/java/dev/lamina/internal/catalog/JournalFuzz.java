package dev.lamina.internal.catalog;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The journal of the catalogue, damaged, and with changes that nobody made. */
public final class JournalFuzz {
  private static final Path FILE =
      Jimfs.newFileSystem(Configuration.unix()).getPath("/").resolve("journal");

  private JournalFuzz() {}

  /** Reads a journal as it is, and one whose lines have these texts and right checksums. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    read(data);
    ByteArrayOutputStream journal = new ByteArrayOutputStream();
    long sequence = 0;
    for (String line : new String(data, StandardCharsets.UTF_8).split("\n", -1)) {
      String json = line.substring(Math.min(line.length(), Math.max(0, line.indexOf('{'))));
      journal.writeBytes(JournalLine.format(sequence, json.getBytes(StandardCharsets.UTF_8)));
      sequence++;
    }
    read(journal.toByteArray());
  }

  private static void read(byte[] journal) throws IOException {
    Path unused = Files.write(FILE, journal);
    try {
      JournalView view = JournalReader.read(FILE, null);
      if (!JournalReader.read(FILE, view).equals(view)) {
        throw new AssertionError("another state when it is read again");
      }
    } catch (ImageStoreException e) {
      // As documented.
    }
  }
}
