package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the trees of real images with what another tool unpacked ({@code lamina.corpus}). */
final class CorpusTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "oci/hello, hello",
    "docker/hello.tar, hello",
    "oci/debian, debian",
    "docker/debian.tar, debian",
    "oci/app, app",
    "docker/app.tar, app",
    "oci/layers125, layers125",
    "oci/layers, layers",
    "oci/odd, odd",
    "docker/odd.tar, odd",
    "oci/app-zstd, app-zstd",
  })
  void manifest_imageOfTheCorpus_isItsTruth(String archive, String truth) throws IOException {
    String property = System.getProperty("lamina.corpus", "");
    assumeTrue(
        !property.isEmpty() && !property.startsWith("${"), "needs -Dlamina.corpus=DIRECTORY");
    Path corpus = Path.of(property);
    assumeTrue(Files.exists(corpus.resolve(archive)), "the corpus has no " + archive);
    String root = directory.resolve("store").toString();

    Run load = Run.of("--root", root, "load", "-i", corpus.resolve(archive).toString());
    assertThat(load.err()).isEmpty();
    String id = Run.of("--root", root, "images", "-q").out().strip();
    Path all = directory.resolve("all");
    Run manifest = Run.of("--root", root, "manifest", "--all", all.toString(), id);

    assertThat(manifest).isEqualTo(new Run(0, "", ""));
    for (ListingKind kind : ListingKind.values()) {
      checkEqual(
          kind,
          masked(all.resolve(kind.fileName())),
          masked(corpus.resolve("truth/" + truth + "/" + kind.fileName())));
    }
  }

  /** Shows the lines that differ only: there are thousands. */
  private static void checkEqual(ListingKind kind, List<String> actual, List<String> expected) {
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(new HashSet<>(actual));
    List<String> unexpected = new ArrayList<>(actual);
    unexpected.removeAll(new HashSet<>(expected));

    assertThat(List.of(missing, unexpected))
        .as("missing and unexpected in " + kind)
        .isEqualTo(List.of(List.of(), List.of()));
    assertThat(actual.equals(expected)).as("order of " + kind).isTrue();
  }

  /** Returns a listing without directories' times: one that no layer names has none. */
  private static List<String> masked(Path listing) throws IOException {
    // Each byte is a character, as names need not be UTF-8.
    return Files.readString(listing, StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.replaceAll("^(d(?:\t[^\t]*){4}\t)[^\t]*", "$1-"))
        .toList();
  }
}
