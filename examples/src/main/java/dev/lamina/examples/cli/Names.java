package dev.lamina.examples.cli;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names in a directory, as bytes. */
final class Names {
  private Names() {}

  /** Returns the names in a directory in the order of their bytes. */
  static List<byte[]> in(Path directory) throws IOException {
    List<byte[]> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        names.add(ByteNames.encode(String.valueOf(file.getFileName())));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Arrays::compareUnsigned);
    return names;
  }
}
