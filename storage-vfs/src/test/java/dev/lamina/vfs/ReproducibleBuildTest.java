package dev.lamina.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Compression;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same steps make the same image in every process, whatever its surroundings. */
final class ReproducibleBuildTest {
  @TempDir private Path directory;

  /** Makes an image: the store, and a directory to copy. */
  public static void main(String[] args) {
    System.out.println(build(Path.of(args[0]), Path.of(args[1])));
  }

  private static String build(Path root, Path source) {
    try (ImageStore store = VfsImageStore.open(root)) {
      Image image =
          store
              .fromScratch()
              .sourceDate(Instant.parse("2024-02-03T04:05:06.7Z"))
              .compression(Compression.GZIP)
              .layer(
                  files ->
                      files
                          .tree(source, "/copied")
                          .file("/gr\u00fc\u00dfe", "I\u0131\u0130")
                          .xattr("user.b", new byte[] {1})
                          .xattr("user.a", new byte[] {2})
                          .xattr("user.c", new byte[] {3}))
              .layer(files -> files.symlink("/link", "gr\u00fc\u00dfe").remove("/copied/b"))
              .label("title", "\u0130stanbul")
              .label("IMAGE", "1")
              .env("I", "i")
              .expose("53/UDP")
              .author("J\u00fcrgen")
              .named("app:1");
      return image.id() + " " + image.layers();
    }
  }

  private static Path source(Path directory) throws IOException {
    Path source = Files.createDirectory(directory);
    Files.setAttribute(source, "unix:mode", 0755);
    for (String name : List.of("b", "a", "\u00e9t\u00e9")) {
      Path file = Files.writeString(source.resolve(name), name, UTF_8);
      Files.setAttribute(file, "unix:mode", 0644);
    }
    Files.createSymbolicLink(source.resolve("l"), Path.of("\u00e9t\u00e9"));
    return source;
  }

  @Test
  void build_twice_isTheSameImage() throws IOException {
    Path source = source(directory.resolve("source"));

    String one = build(directory.resolve("one"), source);
    String two = build(directory.resolve("two"), source);

    assertThat(two).isEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "tr, TR, Europe/Istanbul, UTF-8, C, 022",
    "ar, EG, Asia/Kolkata, ISO-8859-9, C.UTF-8, 077",
    "th, TH, America/St_Johns, US-ASCII, POSIX, 000",
  })
  void build_otherSurroundings_isTheSameImage(
      String language, String country, String zone, String encoding, String locale, String umask)
      throws IOException, InterruptedException {
    Path source = source(directory.resolve("source"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Duser.timezone=" + zone,
                "-Dfile.encoding=" + encoding,
                "-cp",
                System.getProperty("java.class.path"),
                ReproducibleBuildTest.class.getName(),
                directory.resolve("other").toString(),
                source.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("TZ", zone);

    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();

    assertThat(process.waitFor()).isZero();
    assertThat(said).isEqualTo(build(directory.resolve("own"), source));
  }
}
