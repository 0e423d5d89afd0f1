package dev.lamina.examples;

import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Adds a file to an image, and saves that: {@code AddAFile FILE TARGET OUTPUT [ARCHIVE-OR-LAYOUT]}.
 * Done once more, it makes the same bytes.
 */
public final class AddAFile {
  /** Takes the bundled image, unless told otherwise. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    String target = args[1];
    Path output = Path.of(args[2]);
    Path root = Files.createTempDirectory("lamina");
    try (ImageStore store = VfsImageStore.open(root);
        InputStream bundled = AddAFile.class.getResourceAsStream("hello.tar")) {
      Image base = (args.length > 3 ? store.load(Path.of(args[3])) : store.load(bundled)).get(0);
      Image image =
          store
              .from(base.id().toString())
              .layer(files -> files.copy(file, target).mode(0644))
              .label("added", target)
              .sourceDate(base.created().orElse(Instant.EPOCH))
              .named("added:1");
      store.save("added:1").to(output);
      System.out.println(image.id() + " " + image.tags() + ", of which each step:");
      image.history().stream().map(HistoryEntry::createdBy).forEach(System.out::println);
    } finally {
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }
}
