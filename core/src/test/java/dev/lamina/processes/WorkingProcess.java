package dev.lamina.processes;

import static dev.lamina.contract.TarBuilder.tar;

import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that does everything once, so that a store has files of all kinds. */
public final class WorkingProcess {
  /** An image with a program that gives its caller the owner's rights. */
  static final TestImage IMAGE =
      TestImage.of(
              tar().file("bin/secret", "of the owner").mode(04755).directory("open").mode(0777),
              tar().file("open/to", "all").mode(0666).whiteout("bin/nothing"))
          .tagged("image:1");

  private WorkingProcess() {}

  /** Works: the root, the storage. */
  public static void main(String[] args) throws IOException {
    try (ImageStore store =
        ImageStore.open(Path.of(args[0]), StorageChoice.of(args[1]), StoreOptions.defaults())) {
      store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(IMAGE)));
      for (int i = 0; i < StepImages.COUNT; i++) {
        store.load(new ByteArrayInputStream(StepImages.archive(i, "step:" + i)));
      }
      store.create("image:1").command("x").named("box");
      try (WritableMount mount = store.mountContainer("box")) {
        Files.writeString(mount.root().resolve("open/new"), "1");
        Files.createDirectories(mount.root().resolve("a/b"));
      }
      store.commit("box").named("committed:1");
      String unused = Picture.of(store).toString();
      store.save("image:1").to(OutputStream.nullOutputStream());
      store.remove("step:1");
    }
  }
}
