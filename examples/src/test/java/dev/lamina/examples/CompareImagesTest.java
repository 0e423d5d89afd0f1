package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ImageStore;
import dev.lamina.testing.SampleImage;
import dev.lamina.vfs.VfsImageStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareImagesTest {
  @TempDir private Path store;

  @Test
  void main_twoImages_tellsWhatBecameOfFiles() throws Exception {
    SampleImage first =
        SampleImage.of(
            image -> image.layer(files -> files.file("/etc/a", "1").file("/etc/b", "22")));
    try (ImageStore opened = VfsImageStore.open(store)) {
      first.into(opened, "app:1");
      first
          .and(
              image ->
                  image.layer(
                      files -> files.file("/etc/a", "11").remove("/etc/b").file("/srv/c", "3")))
          .into(opened, "app:2");
    }

    String printed =
        Output.of(() -> CompareImages.main(new String[] {store.toString(), "app:1", "app:2"}));

    assertThat(printed.lines())
        .containsExactly(
            "C /etc",
            "C /etc/a",
            "D /etc/b",
            "A /srv",
            "A /srv/c",
            "3 -> 6 bytes {MODIFIED=2, ADDED=2, DELETED=1}");
  }
}
