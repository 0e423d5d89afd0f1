package dev.lamina.engine;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.RuntimeBundleContract;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runtimes run on Linux")
final class RuntimeBundleTest implements RuntimeBundleContract {
  @TempDir private Path directory;

  @TempDir private Path root;

  @Override
  public ImageStore newStore() {
    return ImageStores.open(root.resolve("store"), new CopyingDriver(), StoreOptions.defaults());
  }

  @Override
  public Path directory() {
    return directory;
  }

  private void write(TarBuilder layer, String user) throws IOException {
    try (ImageStore store = newStore()) {
      load(store, TestImage.of(layer).tagged("app:1"));
      Image unused = store.from("app:1").user(user).named("app:2");
      try (Mount mount = store.mount("app:2").readOnly()) {
        mount.writeRuntimeConfig(directory);
      }
    }
  }

  @Test
  void user_fileIsALinkOutOfTheTree_isNotRead() throws IOException {
    Path outside = Files.writeString(root.resolve("users"), "app:x:0:0:::\n");

    assertThatThrownBy(() -> write(tar().symlink("etc/passwd", outside.toString()), "app"))
        .isInstanceOf(ImageStoreException.class)
        .hasMessage("unable to find user app: no matching entries in passwd file");
  }

  @Test
  void user_linksInACircleOrNoFile_isNotFound() {
    for (TarBuilder layer :
        new TarBuilder[] {
          tar().symlink("etc/passwd", "passwd"),
          tar().symlink("etc", "etc"),
          tar().directory("etc/passwd"),
          tar().fifo("etc/passwd"),
        }) {
      assertThatThrownBy(() -> write(layer, "app")).hasMessageContaining("user app: no matching");
    }
  }

  @Test
  void user_fileIsTooLarge_isRefused() {
    TarBuilder layer = tar().file("etc/group", new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> write(layer, "0"))
        .isInstanceOf(ImageStoreException.class)
        .hasMessage("/etc/group has 1048577 bytes, more than the 1048576 that are read");
  }

  @Test
  void annotations_haveTheStopSignalAndNoLabels() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      Image unused =
          store
              .from("app:1")
              .label("run.oci.handler", "x")
              .change("STOPSIGNAL SIGINT")
              .named("app:2");
      try (Mount mount = store.mount("app:2").readOnly()) {
        mount.writeRuntimeConfig(directory);
      }
    }

    assertThat(Files.readString(directory.resolve("config.json")))
        .contains("\"org.opencontainers.image.stopSignal\": \"SIGINT\"")
        .doesNotContain("run.oci");
  }
}
