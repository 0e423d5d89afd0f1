package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's own tables of words. */
final class WordExpansionTest {
  private static final List<String> ENV = List.of("PWD=/home", "SHELL=bash", "KOREAN=한국어");

  static Stream<List<String>> texts() {
    return Resources.table("oci/engine/expand.tsv").stream();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void expand_asText_isAsTheEngineSays(List<String> row) {
    if (row.get(1).equals("error")) {
      assertThatThrownBy(() -> WordExpansion.expand(row.get(0), ENV))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("failed to process " + GoText.quote(row.get(0)) + ": ");
    } else {
      assertThat(WordExpansion.expand(row.get(0), ENV).text()).isEqualTo(row.get(1));
    }
  }

  static Stream<List<String>> words() {
    return Resources.table("oci/engine/split.tsv").stream();
  }

  @ParameterizedTest
  @MethodSource("words")
  void expand_asWords_splitsWhatIsNotQuoted(List<String> row) {
    List<String> env = List.of("hi=hi", "space=abc  def", "leading=  ab c", "trailing=ab c   ");

    List<String> words = WordExpansion.expand(row.get(0), env).words();

    assertThat(words).isEqualTo(row.subList(1, row.size()));
  }
}
