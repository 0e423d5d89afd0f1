package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnionPathTest {
  private final UnionFileSystem fileSystem = UnionFileSystem.open(new FakeTree(), List.of());

  @AfterEach
  void close() throws Exception {
    fileSystem.close();
  }

  static Stream<List<String>> parts() {
    return NioOracle.rows("path_parts.tsv");
  }

  @ParameterizedTest
  @MethodSource("parts")
  void path_parsed_hasTheParts(List<String> row) {
    assertThat(parts(fileSystem, row.get(0))).isEqualTo(row.subList(1, row.size()));
  }

  private static List<String> parts(FileSystem system, String input) {
    Path path = system.getPath(input);
    return List.of(
        path.toString(),
        String.valueOf(path.isAbsolute()),
        String.valueOf(path.getRoot()),
        String.valueOf(path.getParent()),
        String.valueOf(path.getFileName()),
        String.valueOf(path.getNameCount()),
        StreamSupport.stream(path.spliterator(), false)
            .map(Path::toString)
            .collect(Collectors.joining("|")),
        path.normalize().toString());
  }

  static Stream<List<String>> pairs() {
    return NioOracle.rows("path_pairs.tsv");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void paths_related_answerAsTheJdk(List<String> row) {
    assertThat(relations(fileSystem, row.get(0), row.get(1))).isEqualTo(row.subList(2, row.size()));
  }

  private static List<String> relations(FileSystem system, String first, String second) {
    Path a = system.getPath(first);
    Path b = system.getPath(second);
    return List.of(
        NioOracle.answer(() -> a.resolve(b)),
        NioOracle.answer(() -> a.resolveSibling(b)),
        NioOracle.answer(() -> a.relativize(b)),
        NioOracle.answer(() -> a.startsWith(b)),
        NioOracle.answer(() -> a.endsWith(b)),
        NioOracle.answer(() -> Integer.signum(a.compareTo(b))),
        NioOracle.answer(() -> a.equals(b)));
  }

  static Stream<List<String>> subpaths() {
    return NioOracle.rows("path_subpath.tsv");
  }

  @ParameterizedTest
  @MethodSource("subpaths")
  void subpath_anyBounds_answersAsTheJdk(List<String> row) {
    Path path = fileSystem.getPath(row.get(0));
    int begin = Integer.parseInt(row.get(1));
    int end = Integer.parseInt(row.get(2));

    assertThat(NioOracle.answer(() -> path.subpath(begin, end))).isEqualTo(row.get(3));
  }

  static Stream<List<String>> more() {
    return NioOracle.rows("path_more.tsv");
  }

  @ParameterizedTest
  @MethodSource("more")
  void getPath_severalParts_joins(List<String> row) {
    assertThat(fileSystem.getPath(row.get(0), row.get(1).split("\\|", -1))).hasToString(row.get(2));
  }

  @Test
  void oracle_tables_areWhole() {
    assertThat(parts()).hasSize(24);
    assertThat(pairs()).hasSize(1152);
    assertThat(subpaths()).hasSize(324);
    assertThat(more()).hasSize(6);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void paths_random_answerAsTheDefaultProvider() {
    FileSystem real = FileSystems.getDefault();
    long seed = 20260401;
    Random random = new Random(seed);

    for (int i = 0; i < 20_000; i++) {
      String a = randomPath(random);
      String b = randomPath(random);
      String why = "seed " + seed + ", round " + i + ": '" + a + "' and '" + b + "'";

      assertThat(parts(fileSystem, a)).as(why).isEqualTo(parts(real, a));
      assertThat(relations(fileSystem, a, b)).as(why).isEqualTo(relations(real, a, b));
      int begin = random.nextInt(4) - 1;
      int end = random.nextInt(5);
      assertThat(NioOracle.answer(() -> fileSystem.getPath(a).subpath(begin, end)))
          .as(why)
          .isEqualTo(NioOracle.answer(() -> real.getPath(a).subpath(begin, end)));
      assertThat(fileSystem.getPath(a, b, a).toString())
          .as(why)
          .isEqualTo(real.getPath(a, b, a).toString());
    }
  }

  private static String randomPath(Random random) {
    String[] pieces = {"/", "//", "a", "b", "aa", ".", "..", "...", "a.", " ", "\u007f", "-", "/a"};
    StringBuilder path = new StringBuilder();
    for (int n = random.nextInt(9); n > 0; n--) {
      path.append(pieces[random.nextInt(pieces.length)]);
      path.append(random.nextBoolean() ? "/" : "");
    }
    return path.toString();
  }

  @Test
  void path_ofAnyBytes_survivesAsText() {
    long seed = 7;
    Random random = new Random(seed);

    for (int i = 0; i < 5_000; i++) {
      byte[] name = randomName(random);
      UnionPath path = UnionPath.of(fileSystem, name);

      assertThat(fileSystem.getPath(path.toString())).as("seed " + seed).isEqualTo(path);
      assertThat(path.bytes()).as("seed " + seed).isEqualTo(name);
    }
  }

  static byte[] randomName(Random random) {
    byte[] name = new byte[1 + random.nextInt(12)];
    for (int i = 0; i < name.length; i++) {
      do {
        name[i] = (byte) random.nextInt();
      } while (name[i] == 0 || name[i] == '/');
    }
    return name;
  }

  @Test
  void compareTo_bytes_areUnsigned() {
    List<Path> sorted = new ArrayList<>();
    for (String text : new String[] {"\udcff", "é", "z", "a/b", "a", "a-"}) {
      sorted.add(fileSystem.getPath(text));
    }

    sorted.sort(null);

    assertThat(sorted)
        .extracting(Path::toString)
        .containsExactly("a", "a-", "a/b", "z", "é", "\udcff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\0", "\ud800", "\udc00x"})
  void getPath_noName_isRefused(String text) {
    assertThatThrownBy(() -> fileSystem.getPath(text)).isInstanceOf(InvalidPathException.class);
  }

  @Test
  void path_ofAnotherFileSystem_isAnother() throws Exception {
    try (UnionFileSystem other = UnionFileSystem.open(new FakeTree(), List.of())) {
      Path here = fileSystem.getPath("/a");
      Path there = other.getPath("/a");

      assertThat(here).isNotEqualTo(there);
      assertThat(here.compareTo(there)).isNegative();
      assertThat(there.compareTo(here)).isPositive();
      assertThat(here.startsWith(there)).isFalse();
      assertThat(here.endsWith(there)).isFalse();
      assertThatThrownBy(() -> here.resolve(there)).isInstanceOf(ProviderMismatchException.class);
      assertThatThrownBy(() -> here.relativize(there))
          .isInstanceOf(ProviderMismatchException.class);
    }
  }

  @Test
  void path_ofAnotherProvider_doesNotMix() {
    Path here = fileSystem.getPath("/a");
    Path there = Path.of("/a");

    assertThat(here).isNotEqualTo(there);
    assertThat(here.startsWith(there)).isFalse();
    assertThat(here.endsWith(there)).isFalse();
    assertThatThrownBy(() -> here.resolve(there)).isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> here.compareTo(there)).isInstanceOf(ClassCastException.class);
  }

  @Test
  void iterator_end_stays() {
    Iterator<Path> names = fileSystem.getPath("/a/b").iterator();

    assertThat(names.next()).hasToString("a");
    assertThat(names.next()).hasToString("b");
    assertThat(names.hasNext()).isFalse();
  }

  @Test
  void toAbsolutePath_relative_startsAtTheRoot() {
    assertThat(fileSystem.getPath("").toAbsolutePath()).hasToString("/");
    assertThat(fileSystem.getPath("a/../b").toAbsolutePath()).hasToString("/a/../b");
    assertThat(fileSystem.getPath("/a").toAbsolutePath()).hasToString("/a");
  }

  @Test
  void path_whatNeedsTheDiskOrChanges_isUnsupported() {
    Path path = fileSystem.getPath("/a");

    assertThatThrownBy(path::toFile).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> path.register(null)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(fileSystem::newWatchService)
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void hashCode_equalPaths_isEqual() {
    assertThat(Objects.hash(fileSystem.getPath("/a//b/")))
        .isEqualTo(Objects.hash(fileSystem.getPath("/a", "b")));
  }
}
