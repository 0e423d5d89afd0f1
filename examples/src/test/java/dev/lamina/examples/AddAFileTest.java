package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.vfs.VfsImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AddAFileTest {
  @TempDir private Path directory;

  private Path added(String output) throws IOException {
    Path file = Files.writeString(directory.resolve("motd"), "hi");
    Path archive = directory.resolve(output);
    AddAFile.main(new String[] {file.toString(), "/etc/motd", archive.toString()});
    return archive;
  }

  @Test
  void main_file_isInTheImageThatIsSaved() throws IOException {
    Path archive = added("one.tar");

    try (ImageStore store = VfsImageStore.open(directory.resolve("store"))) {
      Image image = store.load(archive).get(0);
      assertThat(image.tags()).extracting(Object::toString).containsExactly("added:1");
      assertThat(image.config().labels()).containsEntry("added", "/etc/motd");
      try (Mount mount = store.mount("added:1").readOnly()) {
        assertThat(mount.root().resolve("etc/motd")).hasContent("hi");
        assertThat(mount.root().resolve("etc/os-release")).exists();
      }
    }
  }

  @Test
  void main_onceMore_makesTheSameBytes() throws IOException {
    assertThat(added("two.tar")).hasSameBinaryContentAs(added("one.tar"));
  }
}
