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
      System.out.println("Loaded into " + root + ": no daemon, no root, nothing unpacked.\n");
      for (Image image : store.images()) {
        System.out.println(image.id().shortId() + "  " + image.tags() + "  " + image.size());
      }
      System.out.println("\nWhat docker inspect says of it begins:\n");
      store.inspect(loaded.get(0).id()).toJson().lines().limit(6).forEach(System.out::println);
      try (Mount mount = store.mount(loaded.get(0).id()).readOnly()) {
        look(mount.root());
      }
    } finally {
      try (Stream<Path> files = args.length > 1 ? Stream.empty() : Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void look(Path tree) throws IOException {
    System.out.println("\nIts root directory, by java.nio.file:\n");
    try (Stream<Path> files = Files.list(tree);
        Stream<Path> all = Files.walk(tree)) {
      files.forEach(System.out::println);
      Path release = tree.resolve("etc/os-release");
      Path any = all.filter(Files::isRegularFile).findFirst().orElse(release);
      Path file = Files.exists(release) ? release : any;
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(80), StandardCharsets.ISO_8859_1);
        System.out.println("\n" + file + ", read out of its packed layer, begins:\n");
        System.out.println(text.replaceAll("[^\\n -~]", "."));
      }
    }
  }
}
