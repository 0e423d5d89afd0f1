package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuickstartTest {
  @TempDir private Path directory;

  @Test
  void main_noArguments_showsTheBundledImageAndCleansUp() throws IOException {
    String text = run("");

    assertThat(text)
        .contains("no daemon, no root, nothing unpacked")
        .contains("105bff58949f  [lamina/hello:latest]  201")
        .contains(
            "\"Id\": \"sha256:105bff58949f722639e6708d917f4a9c71c676f24de98d76ea769720ef3523bf\"")
        .contains("/bin\n/etc\n/usr\n")
        .contains("NAME=\"Hello Linux\"");
    Path store = Path.of(text.substring("Loaded into ".length(), text.indexOf(": ")));
    assertThat(store).doesNotExist();
  }

  @Test
  void main_givenStore_keepsIt() throws IOException {
    Path store = directory.resolve("store");

    assertThat(run("", store.toString())).startsWith("Loaded into " + store + ": ");

    assertThat(Files.exists(store)).isTrue();
  }

  private static String run(String... args) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Quickstart.main(args);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
