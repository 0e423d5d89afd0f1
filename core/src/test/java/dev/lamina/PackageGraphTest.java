package dev.lamina;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may import whom: what this table does not allow, nobody does. */
final class PackageGraphTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern OWN = Pattern.compile("\\bdev\\.lamina((?:\\.[a-z]+)*)\\.[A-Z]");
  private static final String I = ".internal.";

  /** Each package, and the packages of this project that it may use; "" is {@code dev.lamina}. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("", Set.of(".spi")), // Only ByteNames, for messages.
          Map.entry(".spi", Set.of("")),
          Map.entry(I + "io", Set.of()),
          Map.entry(I + "compress", Set.of("", ".spi", I + "io")),
          Map.entry(I + "tar", Set.of("", ".spi", I + "io")),
          Map.entry(I + "json", Set.of()),
          Map.entry(I + "oci", Set.of("", ".spi", I + "io", I + "json")),
          Map.entry(I + "catalog", Set.of("", I + "io", I + "json")),
          Map.entry(I + "lifecycle", Set.of("", I + "catalog")),
          Map.entry(I + "layer", Set.of("", ".spi", I + "tar", I + "io")),
          Map.entry(
              I + "blob", Set.of("", ".spi", I + "io", I + "compress", I + "tar", I + "layer")),
          Map.entry(
              I + "archive",
              Set.of(
                  "",
                  ".spi",
                  I + "oci",
                  I + "tar",
                  I + "layer",
                  I + "blob",
                  I + "compress",
                  I + "io")),
          Map.entry(I + "unpack", Set.of("", ".spi", I + "io")),
          Map.entry(I + "build", Set.of("", ".spi")),
          Map.entry(
              ".engine",
              Set.of(
                  "",
                  ".spi",
                  I + "archive",
                  I + "blob",
                  I + "build",
                  I + "catalog",
                  I + "compress",
                  I + "io",
                  I + "layer",
                  I + "lifecycle",
                  I + "oci",
                  I + "tar",
                  I + "unpack")));

  /** A source, the package it is in, and its text without comments. */
  private record Source(Path path, String packageName, String text) {
    /** Returns the package if it is one of these, or else the class. */
    String roomAmong(List<String> packages) {
      String name = path.getFileName().toString().replace(".java", "");
      return packages.contains(packageName) ? packageName : packageName + "." + name;
    }
  }

  private static List<Source> sources() {
    try (Stream<Path> paths = Files.walk(SOURCES)) {
      List<Source> sources = new ArrayList<>();
      for (Path path : paths.filter(p -> p.toString().endsWith(".java")).sorted().toList()) {
        Path below = SOURCES.resolve("dev/lamina").relativize(path).getParent();
        if (path.startsWith(SOURCES.resolve("dev"))) {
          String name = below == null ? "" : "." + below.toString().replace('/', '.');
          String text = Files.readString(path).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
          sources.add(new Source(path, name, text));
        }
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void packages_useOnlyWhatTheyMay() {
    List<String> forbidden = new ArrayList<>();
    List<Source> sources = sources();
    for (Source source : sources) {
      Set<String> allowed = ALLOWED.getOrDefault(source.packageName(), Set.of("nothing"));
      Matcher use = OWN.matcher(source.text());
      while (use.find()) {
        if (!use.group(1).equals(source.packageName()) && !allowed.contains(use.group(1))) {
          forbidden.add(source.path() + " uses dev.lamina" + use.group(1));
        }
      }
    }

    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(forbidden).isEmpty();
  }

  /**
   * What stands in the sources, and the packages or classes in which it may. What a machine says of
   * itself is in files of the default file system, wherever the store is.
   */
  @ParameterizedTest
  @CsvSource({
    "com\\.fasterxml\\.jackson, .internal.oci .internal.catalog .internal.json",
    "org\\.apache\\.commons, .internal.tar .internal.archive",
    "com\\.google\\.common, .internal.compress .internal.tar .engine",
    "FileSystems\\.getDefault, ''",
    "\\bPaths?\\.(of|get)\\(, .engine.HostFacts",
    "java\\.io\\.File\\b|\\.toFile\\(\\), ''",
    "System\\.currentTimeMillis|Instant\\.now\\(\\)|LocalDate(Time)?\\.now, ''",
    "System\\.(out|err)\\b, ''",
    "new Random\\(|Math\\.random|UUID\\.randomUUID|SecureRandom, ''",
    "\\bsynchronized\\b, ''",
  })
  void text_standsOnlyWhereItMay(String text, String rooms) {
    Pattern pattern = Pattern.compile(text);
    List<String> allowed = List.of(rooms.split(" "));

    Set<String> where =
        sources().stream()
            .filter(source -> pattern.matcher(source.text()).find())
            .map(source -> source.roomAmong(allowed))
            .collect(toCollection(TreeSet::new));

    assertThat(allowed).containsAll(where);
  }
}
