package dev.lamina.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.internal.tables.TableSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

final class PathPatternTest {
  @ParameterizedTest
  @TableSource("reference/familiar_match.tsv")
  void matchesFamiliar_reference_asEngine(String reference, String pattern, boolean expected) {
    assertThat(PathPattern.parse(pattern).matchesFamiliar(Reference.parse(reference).canonical()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @TableSource("reference/pattern.tsv")
  void matches_text_asGo(String pattern, String text, String expected) {
    if (expected.equals("error")) {
      assertThatThrownBy(() -> PathPattern.parse(pattern))
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessage("syntax error in pattern");
    } else {
      assertThat(PathPattern.parse(pattern).matches(text))
          .isEqualTo(Boolean.parseBoolean(expected));
    }
  }

  @Test
  void matchesFamiliar_digestReference_byTextOrName() {
    Reference reference = Reference.parse("team/app@sha256:" + "0".repeat(64));

    assertThat(PathPattern.parse("team/*").matchesFamiliar(reference.canonical())).isTrue();
    assertThat(PathPattern.parse("*/app@*").matchesFamiliar(reference.canonical())).isTrue();
    assertThat(PathPattern.parse("*").matchesFamiliar(reference.canonical())).isFalse();
  }

  @Test
  void matchesFamiliar_imageId_byTextOnly() {
    Reference reference = Reference.parse("0".repeat(64));

    assertThat(PathPattern.parse("sha256:*").matchesFamiliar(reference.canonical())).isTrue();
    assertThat(PathPattern.parse("0*").matchesFamiliar(reference.canonical())).isFalse();
  }

  @Test
  void matches_manyStars_noBacktracking() {
    assertThat(PathPattern.parse("a*".repeat(50) + "b").matches("a".repeat(20_000))).isFalse();
  }
}
