package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathMatchersTest {
  private final UnionFileSystem fileSystem = UnionFileSystem.open(new FakeTree(), List.of());

  @AfterEach
  void close() throws Exception {
    fileSystem.close();
  }

  static Stream<List<String>> globs() {
    return NioOracle.rows("glob.tsv");
  }

  @ParameterizedTest
  @MethodSource("globs")
  void glob_ofTheTable_matchesAsTheJdk(List<String> row) {
    assertThat(matches(fileSystem, "glob:" + row.get(0), row.get(1))).isEqualTo(row.get(2));
  }

  private static String matches(FileSystem system, String pattern, String name) {
    return NioOracle.answer(() -> system.getPathMatcher(pattern).matches(system.getPath(name)));
  }

  @Test
  void oracle_table_isWhole() {
    assertThat(globs()).hasSize(1050);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void glob_random_matchesAsTheDefaultProvider() {
    String[] pieces = {
      "a", "b", "c", "/", "*", "**", "?", "[", "]", "[a", "[!", "[^", "-", "{", "}", ",", "{a,",
      "\\", "!", "^", "&", "&&", "$", ".", "|", "(", ")", "+", "\n", "[a-c]", "[!b]", "#", "\\*",
      " "
    };
    String[] names = {"a", "b", "c", "/", "-", "*", "^", "&", "[", "\\", "\n", ".", "!", "$", "}"};
    FileSystem real = FileSystems.getDefault();
    long seed = 20260402;
    Random random = new Random(seed);
    int matched = 0;

    for (int i = 0; i < 60_000; i++) {
      String glob = "glob:" + random(random, pieces, 7);
      String name = random(random, names, 4);

      String expected = matches(real, glob, name);

      assertThat(matches(fileSystem, glob, name))
          .as("seed %d, round %d: %s on '%s'", seed, i, glob, name)
          .isEqualTo(expected);
      matched += expected.equals("true") ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(500);
  }

  private static String random(Random random, String[] pieces, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "?x", "[!a]x", "{\udcffx,y}", "\udcffx"})
  void glob_nameNotUtf8_matches(String glob) {
    assertThat(matches(fileSystem, "glob:" + glob, "\udcffx")).isEqualTo("true");
  }

  @Test
  void regex_syntaxInAnyCase_matchesTheWholePath() {
    assertThat(matches(fileSystem, "RegEx:/a.*", "/abc")).isEqualTo("true");
    assertThat(matches(fileSystem, "regex:a", "ab")).isEqualTo("false");
    assertThat(matches(fileSystem, "GLOB:a*", "ab")).isEqualTo("true");
    assertThat(matches(fileSystem, "regex:(", "ab")).isEqualTo("!PatternSyntaxException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":a", "glob"})
  void getPathMatcher_withoutSyntax_isRefused(String text) {
    assertThatThrownBy(() -> fileSystem.getPathMatcher(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void getPathMatcher_otherSyntax_isUnsupported() {
    assertThatThrownBy(() -> fileSystem.getPathMatcher("sql:%"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
