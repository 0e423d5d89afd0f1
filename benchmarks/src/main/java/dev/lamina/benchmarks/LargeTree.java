package dev.lamina.benchmarks;

import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A layer of empty files, a hundred in each directory. */
final class LargeTree {
  private static final int FILES_IN_DIRECTORY = 100;
  private static final int DIRECTORIES_IN_DIRECTORY = 100;
  private static final long TIME = 1_700_000_000_000_000_000L;
  private static final EntryAttributes DIRECTORY = new EntryAttributes(0755, 0, 0, TIME, Map.of());
  private static final EntryAttributes FILE = new EntryAttributes(0644, 0, 0, TIME, Map.of());

  private LargeTree() {}

  /** Writes the layer as a tar, and returns how many entries it has. */
  static int write(Path tar, int files) throws IOException {
    int entries = 0;
    try (OutputStream out = Files.newOutputStream(tar)) {
      LayerTarWriter writer = new LayerTarWriter(out);
      String parent = "";
      for (int file = 0; file < files; file++) {
        int number = file / FILES_IN_DIRECTORY;
        if (file % (FILES_IN_DIRECTORY * DIRECTORIES_IN_DIRECTORY) == 0) {
          parent = "module-" + number / DIRECTORIES_IN_DIRECTORY;
          writer.add(new LayerEntry.Directory(EntryPath.parse(parent), DIRECTORY));
          entries++;
        }
        if (file % FILES_IN_DIRECTORY == 0) {
          String directory = parent + "/package-" + number;
          writer.add(new LayerEntry.Directory(EntryPath.parse(directory), DIRECTORY));
          entries++;
        }
        EntryPath path = EntryPath.parse(parent + "/package-" + number + "/file-" + file + ".js");
        writer.add(new LayerEntry.File(path, FILE, 0), InputStream.nullInputStream());
        entries++;
      }
      writer.finish();
    }
    return entries;
  }
}
