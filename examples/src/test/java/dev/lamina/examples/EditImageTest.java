package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.vfs.VfsImageStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EditImageTest {
  private static final String SCRIPT =
      """
      mkdir /edited
      write /edited/new one line
      append /edited/new another one
      note /edited/new a note
      chown /edited/new 1000
      chmod /edited/new 4711
      ln /edited/new /edited/same
      truncate /edited/same 8
      symlink /edited/link new
      touch /edited/new 1700000000
      mkdir /edited/gone
      mv /edited/gone /edited/moved
      write /edited/moved/file x
      rm /edited/moved
      """;

  @TempDir private Path directory;

  @Test
  void main_aScriptOfAllCommands_makesAnImageOfWhatTheyDid() throws IOException {
    Path root = directory.resolve("store");
    Path script = Files.writeString(directory.resolve("script"), SCRIPT);
    try (ImageStore store = VfsImageStore.open(root);
        InputStream bundled = Quickstart.class.getResourceAsStream("hello.tar")) {
      store.load(bundled);
    }

    String output = run(root.toString(), "lamina/hello", script.toString(), "edited:1");

    assertThat(output.lines())
        .startsWith("A /edited", "A /edited/link", "A /edited/new", "A /edited/same")
        .hasSize(5);
    try (ImageStore store = VfsImageStore.open(root);
        Mount mount = store.mount("edited:1").readOnly()) {
      Path edited = mount.root().resolve("edited");
      assertThat(edited.resolve("link")).hasContent("one line");
      assertThat(Files.readAttributes(edited.resolve("same"), "unix:mode,uid,nlink"))
          .containsEntry("mode", 0104711)
          .containsEntry("uid", 1000)
          .containsEntry("nlink", 2);
      assertThat(Files.getLastModifiedTime(edited.resolve("new")))
          .hasToString("2023-11-14T22:13:20Z");
      assertThat(Files.getAttribute(edited.resolve("new"), "user:note"))
          .isEqualTo("a note".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String run(String... arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      EditImage.main(arguments);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
