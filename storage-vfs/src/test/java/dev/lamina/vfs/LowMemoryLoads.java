package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.HostileCase;
import dev.lamina.contract.HostileImagesContract;
import dev.lamina.contract.TarBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Loads all hostile images, in a process of its own that may be given little memory. */
final class LowMemoryLoads {
  private static final int ENTRIES = 150_000;
  private static final int ZEROS = 300 << 20;

  private LowMemoryLoads() {}

  /** Something that may go wrong. */
  private interface Load {
    List<Image> load() throws IOException;
  }

  /** Says of each load what went wrong; takes a directory. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    List<String> names = new ArrayList<>();
    HostileCase.all().forEach(arguments -> names.add((String) arguments.get()[0]));
    try (ImageStore store =
        VfsImageStore.open(
            directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST))) {
      for (String name : names) {
        Path archive = unpack(name, directory.resolve("archive.tar"));
        check(store, name, () -> store.load(archive));
        check(store, name + " as a stream", () -> stream(store, archive));
      }
      Path layer = manyEntries(directory.resolve("layer.tar.gz"));
      check(store, "many entries", () -> List.of(store.importRootfs(layer).unnamed()));
      Path zeros = zeros(directory.resolve("zeros.gz"));
      check(store, "zeros", () -> stream(store, zeros));
    }
    System.out.println("done " + names.size());
  }

  private static Path unpack(String name, Path target) throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            HostileImagesContract.class.getResourceAsStream("hostile/" + name + ".tar.gz"))) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  private static List<Image> stream(ImageStore store, Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return store.load(in);
    }
  }

  private static Path manyEntries(Path target) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(target)))) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] one = TarBuilder.tar().file("directory" + i % 100 + "/name" + i, "").build();
        out.write(one, 0, 512);
      }
      out.write(new byte[1024]);
    }
    return target;
  }

  private static Path zeros(Path target) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
      byte[] piece = new byte[1 << 16];
      for (int written = 0; written < ZEROS; written += piece.length) {
        out.write(piece);
      }
    }
    return target;
  }

  private static void check(ImageStore store, String name, Load load) {
    try {
      for (Image image : load.load()) {
        read(store, image);
      }
    } catch (ImageStoreException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        System.out.println(name + ": " + e);
      }
    } catch (IOException | RuntimeException | Error e) {
      System.out.println(name + ": " + e);
    }
  }

  private static void read(ImageStore store, Image image) throws IOException {
    try (Mount mount = store.mount(image.id()).readOnly();
        Stream<Path> tree = Files.walk(mount.root())) {
      tree.filter(Files::isRegularFile).forEach(LowMemoryLoads::readAll);
    }
  }

  private static void readAll(Path file) {
    byte[] buffer = new byte[1 << 14];
    long left = 1 << 20;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0 && left > 0; n = in.read(buffer)) {
        left -= n;
      }
    } catch (IOException e) {
      // What cannot be read does no harm here.
    }
  }
}
