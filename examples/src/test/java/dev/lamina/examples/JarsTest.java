package dev.lamina.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.testing.SampleImage;
import dev.lamina.vfs.VfsImageStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that read jars inside images. */
final class JarsTest {
  @TempDir private Path store;

  /** What is run: out of an image it has no class path but its jar. */
  public static final class Greeter {
    /** Greets by a text that is in the jar. */
    public static void main(String[] args) throws IOException {
      if (args.length == 0) {
        throw new IllegalStateException("nobody to greet");
      }
      ClassLoader loader = Greeter.class.getClassLoader();
      try (InputStream text = Objects.requireNonNull(loader.getResourceAsStream("greeting"))) {
        String greeting = new String(text.readAllBytes(), StandardCharsets.UTF_8);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(greeting + args[0]);
      }
      if (loader.getResourceAsStream("nosuch") != null) {
        throw new IllegalStateException("found what is not there");
      }
    }
  }

  private static byte[] jar(String manifest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        InputStream greeter = Greeter.class.getResourceAsStream("JarsTest$Greeter.class")) {
      put(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + manifest + "\n\n");
      put(zip, "greeting", "hello ");
      zip.putNextEntry(new ZipEntry(Greeter.class.getName().replace('.', '/') + ".class"));
      greeter.transferTo(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeEach
  void fill() {
    try (ImageStore opened = VfsImageStore.open(store)) {
      SampleImage.of(
              image ->
                  image
                      .layer(
                          files ->
                              files
                                  .file("/app/a.jar", jar("Implementation-Version: 1.2"))
                                  .file("/app/b.jar", jar("Bundle-Version: 3"))
                                  .file(
                                      "/app/run.jar", jar("Main-Class: " + Greeter.class.getName()))
                                  .file("/app/broken.jar", "no jar")
                                  .symlink("/app/link.jar", "a.jar")
                                  .directory("/app/directory.jar"))
                      .layer(files -> files.remove("/app/b.jar")))
          .into(opened, "app:1");
    }
  }

  @Test
  void findJars_image_listsThemWithTheirVersions() throws Exception {
    String printed = Output.of(() -> FindJars.main(new String[] {store.toString(), "app:1"}));

    assertThat(printed.lines())
        .hasSize(3)
        .contains("/app/a.jar 1.2", "/app/run.jar (does not say)")
        .anyMatch(line -> line.startsWith("/app/broken.jar (unreadable: "));
  }

  @Test
  void runJar_jarInAnImage_runsWithItsResources() throws Exception {
    String printed = Output.of(() -> run("/app/run.jar", "world"));

    assertThat(printed).isEqualToNormalizingNewlines("hello world\n");
    assertThatThrownBy(() -> run("/app/run.jar"))
        .isInstanceOf(InvocationTargetException.class)
        .hasRootCauseMessage("nobody to greet");
  }

  private void run(String jar, String... args) throws Exception {
    String[] all = new String[3 + args.length];
    all[0] = store.toString();
    all[1] = "app:1";
    all[2] = jar;
    System.arraycopy(args, 0, all, 3, args.length);
    RunJar.main(all);
  }
}
