package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifecycleTest {
  @TempDir private Path directory;

  @Test
  void main_anEmptyStore_tellsAnImagesLife() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Lifecycle.main(new String[] {directory.toString()});
    } finally {
      System.setOut(out);
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .startsWith(
            "Tagged: base:1",
            "Tagged: base:latest",
            "conflict: unable to delete 105bff58949f (must be forced) - image is referenced in"
                + " multiple repositories",
            "4 stand against it",
            "Untagged: base:1",
            "Untagged: base:latest",
            "Untagged: lamina/hello:latest",
            "Deleted: sha256:105bff58949f722639e6708d917f4a9c71c676f24de98d76ea769720ef3523bf")
        .endsWith("0 images are left");
  }
}
