package dev.lamina.examples;

import dev.lamina.Container;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.WritableMount;
import dev.lamina.overlay.OverlayImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs a command in a container of an image, by crun or runc, and makes an image of the result. */
public final class RunContainer {
  /** Takes {@code STORE ARCHIVE COMMAND...}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> command = List.of(args).subList(2, args.length);
    Path bundle = Files.createTempDirectory("bundle");
    Path rootfs = bundle.resolve("rootfs");
    try (ImageStore store = OverlayImageStore.open(Path.of(args[0]))) {
      Image image = store.load(Path.of(args[1])).get(0);
      Container container = store.create(image.id().toString()).command(command).unnamed();
      String name = container.name();
      try (WritableMount mount = store.mountContainer(name, rootfs)) {
        mount.writeRuntimeConfig(bundle);
        store.start(name);
        store.stop(name, run(bundle, container.id().shortId()));
        System.out.println(store.commit(name).named("ran:latest").id());
        mount.changes().forEach(System.out::println);
      }
      store.removeContainer(name);
    } finally {
      for (Path path : List.of(bundle.resolve("config.json"), rootfs, bundle)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static int run(Path bundle, String id) throws IOException, InterruptedException {
    String runtime =
        Stream.of("crun", "runc")
            .filter(RunContainer::isInstalled)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("neither crun nor runc is installed"));
    return new ProcessBuilder(runtime, "run", "--bundle", bundle.toString(), id)
        .inheritIO()
        .start()
        .waitFor();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
