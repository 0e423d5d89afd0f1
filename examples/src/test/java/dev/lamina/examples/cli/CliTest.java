package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands one after another on the quickstart's image. */
final class CliTest {
  private static final String IMAGE = "lamina/hello";

  @TempDir private Path directory;

  @Test
  void load_fromInput_listsTheImage() throws IOException {
    Run load = Run.withInput(archive(), "--root", root(), "load");

    assertThat(load).isEqualTo(new Run(0, "Loaded image: lamina/hello:latest\n", ""));
    assertThat(run("images").out())
        .isEqualTo(
            """
            REPOSITORY     TAG       IMAGE ID       CREATED       SIZE
            lamina/hello   latest    105bff58949f   2 years ago   201B
            """);
    assertThat(run("image", "ls", "-q", "lamina/hello").out()).isEqualTo("105bff58949f\n");
    assertThat(run("images", "-q", "lamina").out()).isEmpty();
  }

  @Test
  void load_forAnotherPlatform_isRefusedOrIgnored() {
    assertThat(run("load", "--platform", "/").err()).startsWith("Error: ");
    assertThat(run("load", "-i", "nowhere"))
        .isEqualTo(new Run(1, "", "open nowhere: no such file or directory\n"));
  }

  @Test
  void inspect_severalNames_printsTheFoundAndTheErrors() throws IOException {
    load();

    Run run = run("image", "inspect", "nope", IMAGE, "UPPER");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).startsWith("[\n    {\n").contains("\"lamina/hello:latest\"");
    assertThat(run.err())
        .isEqualTo(
            """
            Error: No such image: nope
            Error: no such image: UPPER: invalid reference format: repository name must be lowercase
            """);
    assertThat(run("inspect", "nope"))
        .isEqualTo(new Run(1, "[]\n", "Error: No such object: nope\n"));
    assertThat(run("inspect", "--type", "image", "nope").err())
        .isEqualTo("Error: No such image: nope\n");
  }

  @Test
  void ls_directoryOrFile_listsIt() throws IOException {
    load();

    assertThat(run("ls", IMAGE).out()).isEqualTo("bin\netc\nusr\n");
    assertThat(run("ls", IMAGE, "/etc").out()).isEqualTo("motd\nos-release\n");
    assertThat(run("ls", IMAGE, "etc/motd").out()).isEqualTo("etc/motd\n");
    assertThat(run("ls", "-l", IMAGE, "etc").out())
        .isEqualTo(
            """
            -rw-r--r--   1     0     0         54 2024-01-02 03:04 motd
            lrwxrwxrwx   1     0     0         21 2024-01-02 03:04 os-release -> ../usr/lib/os-release
            """);
    assertThat(run("ls", IMAGE, "etc/issue"))
        .isEqualTo(new Run(1, "", "Error: /etc/issue: No such file or directory\n"));
  }

  @Test
  void collect_fileOfNothing_deletesIt() throws IOException {
    load();
    Path file = Path.of(root()).resolve("layers/odd");
    Files.write(file, new byte[3]);

    assertThat(run("system", "collect", "--until", "1h").out())
        .isEqualTo("Total reclaimed space: 0B\n");
    assertThat(run("system", "collect").out())
        .isEqualTo("Deleted Files:\n" + file + "\n\nTotal reclaimed space: 3B\n");
    assertThat(run("images", "-q").out()).isEqualTo("105bff58949f\n");
  }

  @Test
  void cat_files_printsThemInOrder() throws IOException {
    load();

    assertThat(run("cat", IMAGE, "/etc/motd", "etc/os-release").out())
        .startsWith(
            "Hello from two layers, of which nothing was unpacked.\nNAME=\"Hello Linux\"\n");
    assertThat(run("cat", IMAGE, "etc").exit()).isEqualTo(1);
    assertThat(run("cat", "nope", "etc"))
        .isEqualTo(new Run(1, "", "Error: No such image: nope:latest\n"));
  }

  @Test
  void manifest_eachKind_isWhatAllWrites() throws IOException {
    load();
    Path all = directory.resolve("all");

    Run run = run("manifest", "--all", all.toString(), IMAGE);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    try (Stream<Path> files = Files.list(all)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("files", "sha256", "xattrs", "devices", "hardlinks");
    }
    for (ListingKind kind : ListingKind.values()) {
      assertThat(all.resolve(kind.fileName()))
          .hasContent(run("manifest", "--" + kind.fileName(), IMAGE).out());
    }
    assertThat(all.resolve("files"))
        .hasContent(
            """
            d\t755\t0\t0\t0\t1704164645\tbin\t
            f\t755\t0\t0\t24\t1704164645\tbin/hello\t
            d\t755\t0\t0\t0\t1704164645\tetc\t
            f\t644\t0\t0\t54\t1704164645\tetc/motd\t
            l\t777\t0\t0\t21\t1704164645\tetc/os-release\t../usr/lib/os-release
            d\t755\t0\t0\t0\t1704164645\tusr\t
            d\t755\t0\t0\t0\t1704164645\tusr/lib\t
            f\t644\t0\t0\t69\t1704164645\tusr/lib/os-release\t
            """);
  }

  @Test
  void storage_unknown_saysWhatThereIs() {
    assertThat(run("--storage", "zfs", "images").err())
        .isEqualTo("Error: unknown storage zfs: use vfs or overlay\n");
  }

  private static byte[] archive() throws IOException {
    try (InputStream in = CliTest.class.getResourceAsStream("/dev/lamina/examples/hello.tar")) {
      return in.readAllBytes();
    }
  }

  private void load() throws IOException {
    assertThat(Run.withInput(archive(), "--root", root(), "load", "-q").exit()).isZero();
  }

  private String root() {
    return directory.resolve("store").toString();
  }

  private Run run(String... args) {
    String[] all =
        Stream.concat(Stream.of("--root", root()), Stream.of(args)).toArray(String[]::new);
    return Run.of(all);
  }
}
