package dev.lamina.examples;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Looks into an image: {@code Quickstart [ARCHIVE-OR-LAYOUT [STORE]]}. */
public final class Quickstart {
  /** Takes the bundled image and a temporary store, unless told otherwise. */
  public static void main(String[] args) throws IOException {
    Path root = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("lamina");
    try (ImageStore store = VfsImageStore.open(root);
        InputStream bundled = Quickstart.class.getResourceAsStream("hello.tar")) {
      boolean isGiven = args.length > 0 && !args[0].isEmpty();
      List<Image> loaded = isGiven ? store.load(Path.of(args[0])) : store.load(bundled);
      System.out.println("Loaded into " + root + ", with no daemon, no root, nothing unpacked:");
      for (Image image : store.images()) {
        System.out.println("  " + image.id().shortId() + " " + image.tags() + " " + image.size());
      }
      System.out.println("\nWhat docker inspect says of it, or the first lines:");
      store.inspect(loaded.get(0).id()).toJson().lines().limit(6).forEach(System.out::println);
      try (Mount mount = store.mount(loaded.get(0).id()).readOnly()) {
        look(mount.root());
      }
    } finally {
      if (args.length < 2) {
        delete(root);
      }
    }
  }

  private static void look(Path tree) throws IOException {
    System.out.println("\nIts files, as java.nio.file has them; the root directory:");
    try (Stream<Path> files = Files.list(tree);
        Stream<Path> all = Files.walk(tree)) {
      files.forEach(file -> System.out.println("  " + file));
      Path release = tree.resolve("etc/os-release");
      Path file =
          Files.exists(release)
              ? release
              : all.filter(Files::isRegularFile).findFirst().orElse(tree);
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(100), StandardCharsets.US_ASCII);
        System.out.println("\nAnd " + file + " begins, read out of its packed layer:\n" + text);
      }
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
